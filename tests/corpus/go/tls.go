// A TLS handshake with a certificate of its own, over a pipe in memory.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"time"
)

func main() {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	about := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	made, _ := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	own, _ := x509.ParseCertificate(made)
	trusted := x509.NewCertPool()
	trusted.AddCert(own)
	near, far := net.Pipe()
	server := tls.Server(far, &tls.Config{Certificates: []tls.Certificate{
		{Certificate: [][]byte{made}, PrivateKey: key}}})
	go func() { fmt.Fprintln(server, "hello through TLS"); server.Close() }()
	client := tls.Client(near, &tls.Config{RootCAs: trusted, ServerName: "test"})
	said, err := io.ReadAll(client)
	fmt.Print(string(said))
	fmt.Println(err, client.ConnectionState().HandshakeComplete)
}
