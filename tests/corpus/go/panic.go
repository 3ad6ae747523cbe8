// A panic that is caught, and one that ends the program.
package main

import "fmt"

func try(work func()) (caught any) {
	defer func() { caught = recover() }()
	work()
	return nil
}

func main() {
	var none []int
	fmt.Println(try(func() { fmt.Println(none[3]) }))
	panic("nobody catches this")
}
