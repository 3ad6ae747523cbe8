// Network addresses and byte order; the sandbox itself has no network.
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
  struct in6_addr six;
  struct in_addr four;
  char text[INET6_ADDRSTRLEN];
  inet_pton(AF_INET6, "2001:0DB8:0:0:0:0:0:1", &six);
  printf("%s\n", inet_ntop(AF_INET6, &six, text, sizeof text));
  printf("%d %d\n", inet_pton(AF_INET, "192.168.1.300", &four), inet_pton(AF_INET, "10.0.0.1", &four));
  const unsigned char *bytes = (const unsigned char *)&four;
  printf("%d.%d.%d.%d %08x %04x\n", bytes[0], bytes[1], bytes[2], bytes[3],
         (unsigned)ntohl(four.s_addr), ntohs(htons(0x1234)));

  struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
  struct addrinfo *found;
  if (getaddrinfo("127.0.0.1", "8080", &hints, &found)) return 1;
  char port[8];
  getnameinfo(found->ai_addr, found->ai_addrlen, text, sizeof text, port, sizeof port,
              NI_NUMERICHOST | NI_NUMERICSERV);
  printf("%s port %s\n", text, port);
  printf("%s\n", getaddrinfo("no number", "1", &hints, &(struct addrinfo *){0}) == EAI_NONAME
                     ? "not a number"
                     : "taken");
  int connection = socket(found->ai_family, found->ai_socktype, 0);
  int failed = connect(connection, found->ai_addr, found->ai_addrlen);
  printf("%s\n", failed ? "nobody answers" : "connected");
  freeaddrinfo(found);
}
