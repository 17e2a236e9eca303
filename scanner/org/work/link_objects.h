// Links the objects of one clone into another that borrows them.
#pragma once

#include <string>

#include "scanner/base/result.h"

namespace rekey {

// Both are `objects` folders on one file system; `to` names `from` in its info/alternates, which is
// taken away when every pack and every loose object of `from` is a hard link in `to`. Objects may
// be added to `from` meanwhile. An error: `to` is as good as lost.
Status link_objects(const std::string& from, const std::string& to);

}  // namespace rekey
