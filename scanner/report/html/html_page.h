// HtmlPage: the style sheet and the script of the HTML report, embedded in the program from
// html_page.css and html_page.js.
//
// Fixed texts: nothing of a repository stands in them, so the page's policy names them by digest
// and lets no other style or script run.
#pragma once

#include <string_view>

namespace rekey {

std::string_view html_style();
std::string_view html_script();

}  // namespace rekey
