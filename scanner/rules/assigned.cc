#include "scanner/rules/assigned.h"

namespace rekey {

std::string assigned_lead() {
  return R"((?i:pass|pwd|_pw|secret|token|key|credential|oauth|dsn|database[_\-]?url|)"
         R"(connection[_\-]?string)[\w.\-]{0,40}[)\"'`\]\\]{0,4})"
         R"((?:[?!]?:[\t ]?[a-zA-Z_&'][\w.<>\[\]&'?]{0,24}(?:[\t ]str)?|[\t ]{1,2}(?i:(?:as[\t ])?string)|)"
         R"(\[\d{0,4}\]|[\t ]\{[\w; ]{3,24}\})?[\t ]{0,20})"
         R"((?:=>|:=|[!=]==?|\?\?|\|\||=|:)[\t ]{0,20}[^\n]{3})";
}

}  // namespace rekey
