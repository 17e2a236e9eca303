// Escape: bytes of a repository made safe for where they are shown. Nothing that a path, a name or
// a line of code holds reaches a terminal, a table or a URL as anything but text. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace rekey {

// For a terminal: control characters (C0, DEL, C1), bidirectional overrides, invisible format
// characters, noncharacters and invalid UTF-8 as \xNN, byte by byte. Tabs become a space.
std::string terminal_text(std::string_view text);

// Valid UTF-8: every invalid byte as U+FFFD.
std::string valid_utf8(std::string_view text);

// For a Markdown paragraph or table cell: markup characters escaped, line ends as spaces.
std::string markdown_text(std::string_view text);

// For text and quoted attributes of XML and HTML: as terminal_text(), and nothing in it is markup.
std::string markup_text(std::string_view text);

// Whether it is an http or https address and nothing else, so that it may be a link: reports and
// rules may be crafted.
bool is_web_address(std::string_view url);

// A relative URI reference (RFC 3986) for a repository path: every byte that is not unreserved or
// '/' as %NN.
std::string uri_path(std::string_view path);

// A field of CSV (RFC 4180) on one line: control characters as \xNN. What a spreadsheet would take
// for a formula gets an apostrophe in front.
std::string csv_field(std::string_view raw);

// One word for a POSIX shell, in single quotes, whatever it holds.
std::string shell_word(std::string_view text);

}  // namespace rekey
