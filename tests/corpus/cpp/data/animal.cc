#include "animal.h"
namespace {
struct Cat : Animal {
  std::string sound() const override { return "meow"; }
};
}
std::unique_ptr<Animal> make_animal() { return std::make_unique<Cat>(); }
