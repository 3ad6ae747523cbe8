// Folders and files below /tmp.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
namespace fs = std::filesystem;

int main() {
  fs::path root = "/tmp/corpus";
  fs::create_directories(root / "a" / "b");
  std::ofstream(root / "a" / "one.txt") << "hello\n";
  fs::copy_file(root / "a" / "one.txt", root / "a" / "b" / "two.txt");
  fs::rename(root / "a" / "one.txt", root / "zero.txt");
  std::set<fs::path> found;
  for (auto &entry : fs::recursive_directory_iterator(root)) found.insert(entry.path());
  for (auto &path : found) std::cout << fs::relative(path, root).string() << '\n';
  std::cout << fs::file_size(root / "zero.txt") << ' ' << fs::remove_all(root) << '\n';
  std::error_code error;
  fs::create_directory("/new", error);
  std::cout << (error ? "read-only" : "made") << '\n';
}
