#include "scanner/rules/assigned.h"

namespace rekey {

std::string assigned_lead() {
  return R"((?i:pass|pwd|_pw|secret|token|key|credential|oauth|dsn|database[_\-]?url|)"
         R"(connection[_\-]?string)[\w.\-]{0,40}[)\"'`\]\\]{0,4}[\t ]{0,20})"
         R"((?:=>|:=|[!=]==?|=|:)[\t ]{0,20}[^\n]{3})";
}

}  // namespace rekey
