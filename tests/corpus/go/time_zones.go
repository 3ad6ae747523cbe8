// A moment in a place, by the time zones in the image.
package main

import (
	"fmt"
	"time"
)

func main() {
	for _, name := range []string{"Europe/Lisbon", "Asia/Kolkata"} {
		zone, err := time.LoadLocation(name)
		fmt.Println(time.Unix(1719835200, 0).In(zone).Format(time.RFC3339), err)
	}
}
