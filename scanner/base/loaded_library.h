// LoadedLibrary: functions of a library that is loaded when it is first needed: linked, it would
// cost every start. It stays loaded as long as the process lives, for it may have threads of its
// own. Any thread.
#pragma once

#include <dlfcn.h>

#include <initializer_list>

namespace rekey {

class LoadedLibrary {
 public:
  // The first of the names that the system knows.
  explicit LoadedLibrary(std::initializer_list<const char*> names) {
    for (const char* name : names) {
      if (library_ == nullptr) library_ = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    }
  }

  // False when there is no such library, or it has no such function.
  template <typename Function>
  bool find(const char* name, Function& out) const {
    out = library_ == nullptr ? nullptr : reinterpret_cast<Function>(::dlsym(library_, name));
    return out != nullptr;
  }

 private:
  void* library_ = nullptr;
};

}  // namespace rekey
