// A server and a client on one machine; a file is handed over between them.
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const struct sockaddr_un address = {AF_UNIX, "\0corpus"};
static const socklen_t length = sizeof(sa_family_t) + 7;

static void *client(void *value) {
  int connection = socket(AF_UNIX, SOCK_STREAM, 0);
  connect(connection, (const struct sockaddr *)&address, length);
  int file = memfd_create("letter", 0);
  if (write(file, "handed over", 11) != 11) return NULL;
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
  } control = {.header = {CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
  memcpy(CMSG_DATA(&control.header), &file, sizeof file);
  struct iovec word = {"file", 4};
  struct msghdr message = {
      .msg_iov = &word, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  sendmsg(connection, &message, 0);
  char answer[16] = "";
  if (recv(connection, answer, 15, 0) > 0) printf("client got: %s\n", answer);
  close(file);
  close(connection);
  return value;
}

int main(void) {
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(listener, (const struct sockaddr *)&address, length) || listen(listener, 1)) return 1;
  pthread_t thread;
  pthread_create(&thread, NULL, client, NULL);
  struct pollfd waiting = {listener, POLLIN, 0};
  poll(&waiting, 1, -1);
  int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  char word[8] = "", text[16] = "";
  _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  struct iovec room = {word, 7};
  struct msghdr message = {
      .msg_iov = &room, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  recvmsg(connection, &message, 0);
  int file;
  memcpy(&file, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof file);
  if (pread(file, text, 15, 0) < 0) return 1;
  printf("server got a %s: %s\n", word, text);
  fflush(stdout);
  send(connection, "thanks", 6, MSG_NOSIGNAL);
  pthread_join(thread, NULL);
  printf("end: %zd\n", recv(connection, text, 15, 0));
}
