// HtmlOverview: the charts of the HTML report: its leaks by provider, of several repositories by
// owners too, and over time by the commit that introduced them. New leaks alone count. Pure.
#pragma once

#include <string>

#include "scanner/findings/finding.h"
#include "scanner/report/html/timeline.h"

namespace rekey {

// The charts side by side; "" where there is nothing to draw.
std::string html_overview(const Report& report, const Timeline& timeline);

// The options of the filter's lists.
std::string html_provider_options(const Report& report);
std::string html_owners_options(const Report& report);
std::string html_stretch_options(const Timeline& timeline);

}  // namespace rekey
