# Counts what Surefire reported, by module and leg.
# Variables: built (Maven's exit status), windows_leg (wanted, skipped, host).

function attribute(name,    start, rest) {
    if (!match($0, " " name "=\"[^\"]*\"")) {
        return ""
    }
    return text(substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4))
}

function text(xml) {
    gsub(/&#10;/, " ", xml)
    gsub(/&quot;/, "\"", xml)
    gsub(/&apos;/, "'", xml)
    gsub(/&lt;/, "<", xml)
    gsub(/&gt;/, ">", xml)
    gsub(/&amp;/, "\\&", xml)
    return xml
}

function row(module, leg, run, failed, errors, skipped) {
    printf "%-14s %-8s %7s %7s %7s %7s\n", module, leg, run, failed, errors, skipped
}

FNR == 1 {
    split(FILENAME, path, "/")
    leg = path[4] == "surefire-reports" ? "host" : substr(path[4], length("surefire-reports-") + 1)
    place = path[2] SUBSEP leg
}

# Not the totals of <testsuite>: for nested classes Surefire counts only one of them.
/<testcase / {
    if (!(place in run)) {
        places[++count] = place
    }
    if (!(leg in ran)) {
        legs[++leg_count] = leg
    }
    run[place]++
    ran[leg]++
    test = attribute("classname")
    sub(/.*\./, "", test)
    if (attribute("name") != "") {
        test = test "." attribute("name")
    }
}

/<skipped/ {
    skipped[place]++
    left_out[leg]++
    reason = attribute("message")
    if (reason == "" && match($0, /CDATA\[[^\]]*/)) {
        # An assumption that didn't hold: the reason is the exception's first line.
        reason = substr($0, RSTART + 6, RLENGTH - 6)
    }
    notes[++noted] = "skipped on " leg ": " test ": " reason
}

/<failure[ >]/ {
    failed[place]++
}

/<error[ >]/ {
    errors[place]++
}

/<(failure|error)[ >]/ {
    broken[leg]++
    notes[++noted] = "FAILED on " leg ": " test ": " attribute("message")
}

END {
    print ""
    row("module", "leg", "run", "failed", "errors", "skipped")
    for (i = 1; i <= count; i++) {
        p = places[i]
        split(p, part, SUBSEP)
        row(part[1], part[2], run[p], failed[p] + 0, errors[p] + 0, skipped[p] + 0)
    }
    for (i = 1; i <= noted; i++) {
        print notes[i]
    }
    for (i = 1; i <= leg_count; i++) {
        l = legs[i]
        print l " leg: " ran[l] " tests run, " broken[l] + 0 " failed, " left_out[l] + 0 " skipped"
        all_run += ran[l]
        all_failed += broken[l]
        all_skipped += left_out[l]
    }
    bad = built != 0 || all_failed > 0
    if (!ran["host"]) {
        print "The host leg reported no tests."
        bad = 1
    }
    if (windows_leg == "wanted" && !ran["windows"]) {
        print "The Windows leg reported no tests."
        bad = 1
    }
    if (built != 0) {
        print "The build failed; Maven says above why."
    }
    print all_run - all_failed - all_skipped " passed, " all_failed + 0 " failed, " all_skipped + 0 " skipped"
    if (windows_leg == "skipped") {
        print "THE WINDOWS LEG WAS SKIPPED (-Dwindows.leg=skip): nothing was tested on a Windows JVM."
    }
    exit bad
}
