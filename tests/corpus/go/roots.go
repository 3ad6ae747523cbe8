// The roots that Mozilla trusts, found where Go looks.
package main

import (
	"crypto/x509"
	"fmt"
)

func main() {
	pool, err := x509.SystemCertPool()
	fmt.Println(err, !pool.Equal(x509.NewCertPool()))
}
