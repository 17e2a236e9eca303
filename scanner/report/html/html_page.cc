#include "scanner/report/html/html_page.h"

extern "C" {
extern const char rekey_html_style[];
extern const char rekey_html_style_end[];
extern const char rekey_html_script[];
extern const char rekey_html_script_end[];
}

namespace rekey {

std::string_view html_style() {
  return {rekey_html_style, static_cast<size_t>(rekey_html_style_end - rekey_html_style)};
}

std::string_view html_script() {
  return {rekey_html_script, static_cast<size_t>(rekey_html_script_end - rekey_html_script)};
}

}  // namespace rekey
