// HTML: one page for people, with nothing outside of it: no resource is loaded, no request made.
//
// All content is plain HTML and can be read, ticked, folded, filtered by severity and printed
// without scripts. The script adds the search, the other filters, the count of what is done, and
// keeps the ticks in the browser. The page's policy names this style and this script by digest, so
// that nothing else could run even if a text were not escaped.
#include <array>

#include "scanner/base/base64.h"
#include "scanner/base/digest.h"
#include "scanner/report/html/html_leaks.h"
#include "scanner/report/html/html_overview.h"
#include "scanner/report/html/html_page.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

constexpr size_t kMostSkipped = 200;

struct Tally {
  std::array<size_t, 5> fresh{};  // new leaks, by Severity
  size_t all_fresh = 0, known = 0, allowed = 0;
  size_t of_round = 0;  // of an organisation: those that its last round saw first
};

Tally tally_of(const Report& report) {
  Tally tally;
  for (const Finding& finding : report.findings) {
    tally.known += finding.status == FindingStatus::kBaseline ? 1 : 0;
    tally.allowed += finding.status == FindingStatus::kAllowed ? 1 : 0;
    if (finding.status != FindingStatus::kNew) continue;
    ++tally.fresh[static_cast<size_t>(finding.severity)];
    ++tally.all_fresh;
    tally.of_round += finding.standing && finding.standing->is_new ? 1 : 0;
  }
  return tally;
}

std::string source_digest(std::string_view text) {
  const std::array<uint8_t, 32> digest = sha256(text);
  return "'sha256-" + base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()}) +
         "'";
}

// "team/repo" of a remote's URL, else the root's last folder, else the source.
std::string name_of(const Report& report) {
  std::string name = report.repository.empty() ? report.root : report.repository;
  while (name.ends_with('/')) name.pop_back();
  if (name.ends_with(".git")) name.resize(name.size() - 4);
  size_t slash = name.rfind('/');
  if (!report.repository.empty() && slash != std::string::npos && slash > 0) {
    slash = name.rfind('/', slash - 1);
  }
  if (slash != std::string::npos) name.erase(0, slash + 1);
  return name.empty() || name == "." || name == ".." ? report.source : name;
}

std::string head(const Report& report, const Tally& tally) {
  const std::string policy = "default-src 'none'; style-src " + source_digest(html_style()) +
                             "; script-src " + source_digest(html_script()) +
                             "; base-uri 'none'; form-action 'none'";
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
         policy +
         "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<meta name=\"robots\" content=\"noindex\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
         markup_text(name_of(report) + ": " + count_text(tally.all_fresh, "leak") + ", rekey") +
         "</title>\n<style>" + std::string(html_style()) + "</style>\n</head>\n";
}

std::string about_text(const Report& report) {
  std::string about = report.source;
  if (!report.revision.empty()) about += ", HEAD " + short_id(report.revision);
  about += ": " + count_text(report.stats.texts, "text") + ", " + size_text(report.stats.bytes);
  if (report.stats.commits > 0) about += ", " + count_text(report.stats.commits, "commit");
  return about + ", " + seconds_text(report.stats.seconds);
}

std::string found_text(const Report& report, const Tally& tally) {
  std::string found =
      tally.all_fresh == 0 ? "No leaks found" : count_text(tally.all_fresh, "leaked credential");
  if (tally.all_fresh == 0 && tally.known + tally.allowed > 0) found = "No new leaks found";
  if (tally.of_round > 0) found += ", " + std::to_string(tally.of_round) + " new in this round";
  const std::string known = report.over_repositories ? " settled" : " in the baseline";
  if (tally.known > 0) found += ", " + std::to_string(tally.known) + known;
  if (tally.allowed > 0) found += ", " + std::to_string(tally.allowed) + " allowed";
  return found;
}

std::string banner(const Report& report, const Tally& tally) {
  std::string out = "<header class=\"banner\">\n<p class=\"brand\">rekey report</p>\n<h1>" +
                    markup_text(name_of(report)) + "</h1>\n<p class=\"found\">" +
                    found_text(report, tally) + "</p>\n";
  if (!report.over_repositories) {
    out += "<p class=\"about\">" + markup_text(about_text(report)) + "</p>\n";
  }
  if (!report.note.empty()) out += "<p class=\"about\">" + markup_text(report.note) + "</p>\n";
  return out + "</header>\n";
}

std::string warnings(const Report& report, const ReportOptions& options) {
  std::string out;
  if (options.show_secrets && !report.findings.empty()) {
    out +=
        "<p class=\"warning\" role=\"note\"><strong>This page shows secrets in clear text.</strong>"
        " Keep it where only those who reset them can read it, and delete it afterwards.</p>\n";
  }
  if (report.complete && report.skipped.empty()) return out;
  const size_t all = report.skipped.size();
  const std::string what = all == 0 ? "not all" : count_text(all, "thing");
  out += "<details class=\"warning\"><summary><strong>This report is incomplete: </strong>" + what +
         " could " + (all == 0 ? "" : "not ") + "be read.</summary>\n<ul>\n";
  for (size_t i = 0; i < std::min(all, kMostSkipped); ++i) {
    out += "<li><code>" + markup_text(report.skipped[i].what) + "</code> " +
           markup_text(report.skipped[i].why) + "</li>\n";
  }
  if (all > kMostSkipped) {
    out += "<li>and " + std::to_string(all - kMostSkipped) + " more: the JSON report has them</li>";
  }
  return out + "</ul></details>\n";
}

std::string severity_box(std::string_view name, size_t count) {
  std::string out = "<label class=\"";
  out += name;
  if (count == 0) out += " none";
  out += "\"><input type=\"checkbox\" id=\"show-";
  out += name;
  out += "\" checked><b>" + std::to_string(count) + "</b> ";
  out += name;
  return out + "</label>";
}

std::string severity_boxes(const Tally& tally) {
  std::string out = "<fieldset class=\"severities\"><legend class=\"unseen\">Severity</legend>";
  for (size_t i = tally.fresh.size(); i-- > 0;) {
    out += severity_box(severity_name(static_cast<Severity>(i)), tally.fresh[i]);
  }
  return out + "</fieldset>\n";
}

// What the script fills in: the number of leaks shown, of leaks done.
constexpr std::string_view kState =
    "<p class=\"needs-script state\"><span id=\"shown\" role=\"status\"></span> "
    "<span class=\"progress\"><progress id=\"done\" value=\"0\" max=\"1\" "
    "aria-label=\"Leaks done\"></progress><span id=\"done-text\"></span></span></p>\n";

std::string choice(const std::string& id, const std::string& text) {
  return "<label class=\"choice\"><input type=\"checkbox\" id=\"" + id + "\">" + text +
         "</label>\n";
}

std::string filters(const Report& report, const Timeline& timeline, const Tally& tally) {
  std::string out =
      "<div class=\"filters\" role=\"search\" aria-label=\"Filter the leaks\">\n" +
      severity_boxes(tally) + std::string(kState) +
      "<div class=\"needs-script fields\"><input type=\"search\" id=\"search\" "
      "placeholder=\"Search (press /)\" aria-label=\"Search in kinds, paths, commits, authors\" "
      "autocomplete=\"off\" spellcheck=\"false\">\n"
      "<select id=\"provider\" aria-label=\"Provider\"><option value=\"\">All providers</option>" +
      html_provider_options(report) + "</select>\n";
  if (report.over_repositories) {
    out += "<select id=\"owners\" aria-label=\"Owners\"><option value=\"\">All owners</option>" +
           html_owners_options(report) + "</select>\n";
  }
  if (!timeline.counts.empty()) {
    out += "<select id=\"when\" aria-label=\"Introduced\"><option value=\"\">Any time</option>" +
           html_stretch_options(timeline) + "</select>\n" + choice("only-head", "In HEAD only");
  }
  if (tally.of_round > 0) out += choice("only-new", "New in this round only");
  out += choice("hide-done", "Hide what is done") +
         "<button type=\"button\" id=\"clear\" hidden>Clear filters</button></div>\n";
  if (const size_t quiet = tally.known + tally.allowed; quiet > 0) {
    out += choice("show-quiet", "Known and allowed (" + std::to_string(quiet) + ")");
  }
  return out + "</div>\n";
}

std::string foot(const Report& report) {
  std::string out = "<footer>\n<p>Written by rekey " + markup_text(report.version) +
                    ", rules <code>" + markup_text(short_id(report.ruleset)) +
                    "</code>. This page loads nothing and sends nothing.</p>\n";
  if (!report.findings.empty()) {
    out +=
        "<p class=\"needs-script\">What is ticked is kept in this browser. Where a kind has "
        "several "
        "leaks, its steps tick that step of all of them.</p>\n";
  }
  return out + "</footer>\n<script>" + std::string(html_script()) + "</script>\n</body>\n</html>\n";
}

}  // namespace

void write_html(const Report& report, const ReportOptions& options, const TakePiece& take) {
  const Tally tally = tally_of(report);
  const Timeline timeline = timeline_of(report);
  take(head(report, tally) + "<body>\n" +
       "<a class=\"skip\" href=\"#leaks\">Skip to the leaks</a>\n" + banner(report, tally) +
       "<main>\n" + warnings(report, options) + html_overview(report, timeline));
  if (report.findings.empty()) {
    const bool sure = report.complete && report.skipped.empty();
    take("<p class=\"nothing\" id=\"leaks\">" +
         std::string(sure ? "Nothing to reset." : "Nothing found in what could be read.") +
         "</p>\n");
  } else {
    take(filters(report, timeline, tally) + "<div id=\"leaks\" tabindex=\"-1\">\n");
    html_leaks(report, timeline, options, take);
    take(
        "<p class=\"nothing needs-script\" id=\"no-match\" hidden>No leak fits the "
        "filter.</p>\n</div>\n");
  }
  take("</main>\n" + foot(report));
}

}  // namespace rekey
