#include <iostream>
using namespace std;
int main() {
  cout << "Hello! This message is coming from a container \n";
  return 0;
}
