#include "scanner/report/html/html_overview.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "scanner/report/html/html_leaks.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

using Counts = std::array<size_t, 5>;  // by Severity

constexpr size_t kRowsShown = 8;                       // of a ranking
constexpr size_t kHeight = 100, kStep = 10, kBar = 8;  // of the timeline, in the drawing's units

size_t sum_of(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), size_t{0});
}

std::string in_words(const Counts& counts) {
  std::string out;
  for (size_t i = counts.size(); i-- > 0;) {
    if (counts[i] == 0) continue;
    out += (out.empty() ? "" : ", ") + std::to_string(counts[i]) + " " +
           std::string(severity_name(static_cast<Severity>(i)));
  }
  return out;
}

using NameOf = std::string (*)(const Report&, const Finding&);

std::string provider_of(const Report& report, const Finding& finding) {
  return provider_name(report.rules[finding.rule].rule);
}

std::string owners_of(const Report& /*report*/, const Finding& finding) {
  return finding.standing ? owners_name(*finding.standing) : std::string();
}

std::map<std::string, Counts> counts_by(const Report& report, NameOf name_of) {
  std::map<std::string, Counts> out;
  for (const Finding& finding : report.findings) {
    if (finding.status != FindingStatus::kNew) continue;
    ++out[name_of(report, finding)][static_cast<size_t>(finding.severity)];
  }
  return out;
}

// x, y, width and height as SVG has them: whole numbers, with a unit if any.
std::string rectangle(Severity severity, const std::string& x, const std::string& y,
                      const std::string& width, const std::string& height) {
  return "<rect class=\"" + std::string(severity_name(severity)) + "\" x=\"" + x + "\" y=\"" + y +
         "\" width=\"" + width + "\" height=\"" + height + "\"/>";
}

std::string percent(size_t part, size_t whole) {
  constexpr size_t kHundredths = 10000;
  const size_t value = part * kHundredths / std::max<size_t>(whole, 1);
  return std::to_string(value / 100) + "." + std::to_string(value % 100 / 10) + "%";
}

// A bar in parts, the worst first; `whole` is as wide as the drawing.
std::string flat_bar(const Counts& counts, size_t whole) {
  std::string out = "<svg class=\"bar\" aria-hidden=\"true\">";
  size_t before = 0;
  for (size_t i = counts.size(); i-- > 0;) {
    if (counts[i] == 0) continue;
    out += rectangle(static_cast<Severity>(i), percent(before, whole), "0",
                     percent(counts[i], whole), "100%");
    before += counts[i];
  }
  return out + "</svg>";
}

// What the chart ranks: "provider", "owner".
std::string ranking_chart(const Report& report, NameOf name_of, const std::string& what) {
  const std::map<std::string, Counts> all = counts_by(report, name_of);
  std::vector<std::pair<std::string, Counts>> rows(all.begin(), all.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return sum_of(a.second) > sum_of(b.second);
  });
  const size_t most = rows.empty() ? 0 : sum_of(rows.front().second);
  std::string out = "<section class=\"chart\" aria-labelledby=\"h-" + what + "\">\n<h2 id=\"h-" +
                    what + "\">By " + what + "</h2>\n<ul class=\"ranking\">\n";
  for (size_t i = 0; i < std::min(rows.size(), kRowsShown); ++i) {
    const auto& [name, counts] = rows[i];
    out += "<li title=\"" + in_words(counts) + "\"><span class=\"name\">" + markup_text(name) +
           "</span>" + flat_bar(counts, most) + "<span class=\"count\">" +
           std::to_string(sum_of(counts)) + "</span></li>\n";
  }
  out += "</ul>\n";
  if (rows.size() > kRowsShown) {
    size_t rest = 0;
    for (size_t i = kRowsShown; i < rows.size(); ++i) rest += sum_of(rows[i].second);
    out += "<p class=\"rest\">and " + count_text(rest, "leak") + " of " +
           count_text(rows.size() - kRowsShown, "more " + what) + "</p>\n";
  }
  return out + "</section>\n";
}

std::string columns(const Timeline& timeline, size_t most) {
  std::string out;
  for (size_t i = 0; i < timeline.counts.size(); ++i) {
    const Counts& counts = timeline.counts[i];
    const std::string x = std::to_string(i * kStep + (kStep - kBar) / 2);
    const size_t all = sum_of(counts);
    if (all == 0) continue;
    out += "<g data-when=\"" + std::to_string(i) + "\"><title>" + stretch_name(timeline, i) + ": " +
           in_words(counts) + "</title>";
    // The tallest part first, each drawn over by those before it in rank: no gaps from rounding.
    size_t left = all;
    for (size_t severity = 0; severity < counts.size(); ++severity) {
      if (counts[severity] == 0) continue;
      const size_t height = std::max<size_t>(left * kHeight / most, 2);
      out += rectangle(static_cast<Severity>(severity), x, std::to_string(kHeight - height),
                       std::to_string(kBar), std::to_string(height));
      left -= counts[severity];
    }
    out += "</g>";
  }
  return out;
}

std::string timeline_chart(const Timeline& timeline) {
  const size_t stretches = timeline.counts.size();
  size_t most = 0, peak = 0;
  for (size_t i = 0; i < stretches; ++i) {
    if (sum_of(timeline.counts[i]) <= most) continue;
    most = sum_of(timeline.counts[i]);
    peak = i;
  }
  const std::string summary =
      "Most in " + stretch_name(timeline, peak) + ": " + in_words(timeline.counts[peak]) + ".";
  std::string out =
      "<section class=\"chart\" aria-labelledby=\"h-time\">\n<h2 id=\"h-time\">By introducing "
      "commit</h2>\n<svg class=\"timeline\" role=\"img\" aria-label=\"Leaks over time. " +
      summary + "\" viewBox=\"0 0 " + std::to_string(stretches * kStep) + " " +
      std::to_string(kHeight) + "\" preserveAspectRatio=\"none\">" + columns(timeline, most) +
      "</svg>\n<p class=\"axis\"><span>" + stretch_name(timeline, 0) + "</span>";
  if (stretches > 1) out += "<span>" + stretch_name(timeline, stretches - 1) + "</span>";
  out += "</p>\n<p class=\"rest\">" + summary;
  if (timeline.undated > 0) out += " " + count_text(timeline.undated, "leak") + " of no commit.";
  return out + "</p>\n</section>\n";
}

std::string option(const std::string& value, const std::string& text) {
  return "<option value=\"" + markup_text(value) + "\">" + markup_text(text) + "</option>";
}

std::string options_of(const Report& report, NameOf name_of) {
  std::set<std::string> names;
  for (const Finding& finding : report.findings) names.insert(name_of(report, finding));
  std::string out;
  for (const std::string& name : names) out += option(name, name);
  return out;
}

}  // namespace

std::string html_overview(const Report& report, const Timeline& timeline) {
  if (counts_by(report, provider_of).empty()) return {};
  std::string out = "<div class=\"charts\">\n" + ranking_chart(report, provider_of, "provider");
  if (report.over_repositories) out += ranking_chart(report, owners_of, "owner");
  if (!timeline.counts.empty()) out += timeline_chart(timeline);
  return out + "</div>\n";
}

std::string html_provider_options(const Report& report) {
  return options_of(report, provider_of);
}

std::string html_owners_options(const Report& report) {
  return options_of(report, owners_of);
}

std::string html_stretch_options(const Timeline& timeline) {
  std::string out;
  for (size_t i = timeline.counts.size(); i-- > 0;) {
    const size_t count = sum_of(timeline.counts[i]);
    if (count == 0) continue;
    out +=
        option(std::to_string(i), stretch_name(timeline, i) + " (" + std::to_string(count) + ")");
  }
  return out;
}

}  // namespace rekey
