#include "scanner/cli/ci/ci_output.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <random>

#include "scanner/base/file.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/report/format.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

std::string random_word() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr int kLength = 32;
  std::random_device device;
  std::string word = "rekey";
  for (int i = 0; i < kLength; ++i) word += kDigits[device() % kDigits.size()];
  return word;
}

std::string written(std::string_view format, const Report& report) {
  return find_format(format)->text(report, ReportOptions());
}

}  // namespace

Status CiOutput::begin_text() {
  if (host_ != CiHost::kGithub) return {};
  stop_word_ = random_word();
  return write_output("::stop-commands::" + stop_word_ + "\n");
}

Status CiOutput::end_text() {
  if (stop_word_.empty()) return {};
  return write_output("::" + std::exchange(stop_word_, {}) + "::\n");
}

Status CiOutput::add_summary(const Report& report, const std::vector<std::string>& notes) const {
  const char* file = std::getenv("GITHUB_STEP_SUMMARY");
  if (host_ != CiHost::kGithub || file == nullptr || *file == '\0') return {};
  std::string text = written("markdown", report);
  for (const std::string& note : notes) {
    text += "\n" + without_commands(markdown_text(note), Medium::kMarkdown) + "\n";
  }
  std::ofstream out(file, std::ios::app | std::ios::binary);
  out << text;
  out.flush();
  if (!out) return Error{ErrorCode::kOutput, "the job's summary cannot be written"};
  return {};
}

Status CiOutput::tell(const Report& report, const std::vector<std::string>& notes) {
  std::string text;
  if (host_ == CiHost::kGithub) {
    text = written("github", report);
    for (const std::string& note : notes) text += github_notice(note);
  }
  if (host_ == CiHost::kAzure) text = written("azure", report);
  const Status status = write_output(text);
  return status ? add_summary(report, notes) : status;
}

}  // namespace rekey
