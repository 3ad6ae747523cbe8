// A structure as JSON and back.
package main

import (
	"encoding/json"
	"fmt"
)

type City struct {
	Name   string   `json:"name"`
	People int      `json:"people,omitempty"`
	Tags   []string `json:"tags"`
}

func main() {
	text, _ := json.Marshal([]City{{"Oslo", 709, []string{"north"}}, {Name: "Bern"}})
	fmt.Println(string(text))
	var cities []City
	fmt.Println(json.Unmarshal(text, &cities), cities[0].Tags[0], len(cities))
	fmt.Println(json.Unmarshal([]byte("{"), &cities) != nil)
}
