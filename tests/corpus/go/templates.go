// Templates, a hash, and users that the image brings.
package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/user"
	"text/template"
)

func main() {
	page := template.Must(template.New("").Parse("{{range .}}[{{.}}]{{end}}\n"))
	if err := page.Execute(os.Stdout, []int{1, 2, 3}); err != nil {
		os.Exit(1)
	}
	fmt.Printf("%x\n", sha256.Sum256([]byte("abc")))
	me, err := user.Current()
	fmt.Println(me.Username, err)
}
