// Words sorted, counted and grouped.
#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <unordered_map>
#include <vector>

int main() {
  std::istringstream text("the cat and the dog and the bird");
  std::map<std::string, int> count;
  for (std::string word; text >> word;) count[word]++;
  std::map<int, std::set<std::string>, std::greater<>> groups;
  for (auto &[word, times] : count) groups[times].insert(word);
  for (auto &[times, words] : groups) {
    std::cout << times << ':';
    for (auto &word : words) std::cout << ' ' << word;
    std::cout << '\n';
  }
  std::unordered_map<std::string, int> lengths;
  for (auto &[word, times] : count) lengths[word] = word.size();
  std::cout << lengths.at("bird") << ' ' << lengths.count("fish") << '\n';
}
