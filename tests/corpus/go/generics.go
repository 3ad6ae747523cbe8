// Generic functions, a context that ends, and a regular expression.
package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
)

func largest[T cmp.Ordered](all []T) T { return slices.Max(all) }

func main() {
	fmt.Println(largest([]int{3, 9, 4}), largest([]string{"a", "c", "b"}))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err())
	fmt.Println(regexp.MustCompile(`(\w+)@(\w+)`).ReplaceAllString("me@home", "$2 of $1"))
}
