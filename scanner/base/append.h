// append(): moves what one vector has behind what another one has. Any thread.
#pragma once

#include <iterator>
#include <utility>
#include <vector>

namespace rekey {

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace rekey
