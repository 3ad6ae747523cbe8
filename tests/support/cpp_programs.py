"""Small C++ programs that use much of the standard library."""

from __future__ import annotations

HELLO = '#include <iostream>\nint main() { std::cout << "hello\\n"; }\n'

# Templates, specialisations, global objects, exceptions, threads, coroutines, macros.
PROGRAMS = {
    "hello": HELLO,
    "containers": """\
// sorted words
#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

int main() {
  std::vector<std::string> words{"b", "a", "b"};
  std::sort(words.begin(), words.end());
  std::map<std::string, int> count;
  for (auto &word : words) count[word]++;
  for (auto &[word, n] : count) std::cout << word << n << '\\n';
}
""",
    "specialised": """\
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
struct Key { int x; bool operator==(const Key &) const = default; };
template <> struct std::hash<Key> { size_t operator()(const Key &k) const { return k.x; } };
template class std::basic_string<char32_t>;
int main() {
  std::unordered_map<Key, std::shared_ptr<std::string>> map;
  map[{1}] = std::make_shared<std::string>("x");
  std::function<int()> size = [&] { return int(map.size()); };
  return size() - 1;
}
""",
    "coroutine": """\
#include <coroutine>
#include <future>
#include <iostream>
#include <set>
#include <stdexcept>
static std::set<int> numbers{3, 1, 2};
namespace { struct Said { ~Said() { std::cout << "bye\\n"; } } said; }
struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
};
Task work() { if (numbers.size() == 3) throw std::runtime_error("three"); co_return; }
int main() {
  try { work(); } catch (std::exception &e) { std::cout << e.what() << '\\n'; }
  std::cout << std::async(std::launch::async, [] { return *numbers.begin(); }).get() << '\\n';
}
""",
    "macros": """\
#define _GNU_SOURCE_TOO 1
#include <cassert>
#define LIMIT 3
#include <cstdio>
#undef NDEBUG
#include <cassert>
int main() { assert(LIMIT == 3); std::printf("%s:%d\\n", __FILE__, __LINE__); }
""",
}
