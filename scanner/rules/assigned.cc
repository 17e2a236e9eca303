#include "scanner/rules/assigned.h"

namespace rekey {

std::string declared_type() {
  return R"((?i:[?!]?:[\t ]?[a-z_&'][\w.<>\[\]&'?]{0,24}(?:[\t ]str)?|[\t ]{1,2}(?:as[\t ])?string|)"
         R"(\[\d{0,4}\]|[\t ]\{[\w; ]{3,24}\})?)";
}

std::string assigned_lead() {
  return R"((?i:pass|pwd|_pw|secret|token|key|credential|oauth|dsn|database[_\-]?url|)"
         R"(connection[_\-]?string)[\w.\-]{0,40}[)\"'`\]\\]{0,4})" +
         declared_type() + R"([\t ]{0,20}(?:=>|:=|[!=]==?|\?\?|\|\||=|:)[\t ]{0,20}[^\n]{3})";
}

}  // namespace rekey
