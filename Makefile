# SPDX-License-Identifier: GPL-3.0-or-later
# Makefile - builds, tests, shows and installs escape.  `make help` lists what
# it can do; README.md says how to use the result.
#
# Settings: CC, CXX (the compiler to analyse with; both of one version), FOR (a
# cross compiler of the same version that is to load the plugin instead),
# BUILD (the folder for everything that is made), CORE (the BUILD of a make
# before, whose engine and models are linked: they know no GCC), PREFIX,
# DESTDIR, PLUGINDIR, LOADERDIR, WERROR=1 (warnings of our own code are
# errors), V=1 (commands are shown).

VERSION := 0.1.0

ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin CXX),default)
CXX := g++
endif
BUILD     ?= build
CORE      ?= $(BUILD)
PREFIX    ?= /usr/local
CFLAGS    ?= -O2 -g
CXXFLAGS  ?= $(CFLAGS)
FOR       ?= $(CC)

# Asked when they are used: `make deps demo' installs the compiler first.
plugin_dir = $(shell $(FOR) -print-file-name=plugin 2>/dev/null)
objcopy    = $(shell $(CC) -print-prog-name=objcopy 2>/dev/null)
multiarch  = $(shell $(CC) -print-multiarch 2>/dev/null)
ifneq ($(filter deps,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

# Where GCC looks for -fplugin=escape, and where the dynamic loader looks for
# -fplugin=escape.so: it searches only the system's own folder for a name that
# does not begin with "lib".
PLUGINDIR ?= $(plugin_dir)
LOADERDIR ?= /usr/lib/$(multiarch)
LIBDIR     = $(PREFIX)/lib
BINDIR     = $(PREFIX)/bin
MANDIR     = $(PREFIX)/share/man/man1
BASHDIR    = $(PREFIX)/share/bash-completion/completions
INCLUDEDIR = $(PREFIX)/include
DATADIR    = $(PREFIX)/share/escape
DOCDIR     = $(PREFIX)/share/doc/escape

ifeq ($(V),1)
Q :=
say = @:
else
Q := @
say = @printf '  %-7s %s\n'
endif

warnings := -Wall -Wextra $(if $(WERROR),-Werror)
common   := -fPIC -fvisibility=hidden -MMD -MP -DESC_VERSION='"$(VERSION)"'
engine_flags := -std=c11 -D_GNU_SOURCE $(warnings) -Wpedantic $(common)
glue_flags    = -std=gnu++14 -fno-rtti -fno-exceptions $(warnings) $(common) \
		-isystem $(plugin_dir)/include -Iplugin -Ipasses -Iengine -Icommand

engine_src := $(wildcard engine/*.c)
glue_src   := $(wildcard plugin/*.cc) $(wildcard passes/*.cc)
command_src := $(wildcard command/*.c)
# What the plugin has in common with the command: see docs/architecture.md.
shared_src := $(addprefix command/,fingerprint.c frame.c out-sarif.c path.c \
	       save.c set.c)
models     := $(wildcard models/*.model)
allocators := $(wildcard models/allocators/*.model)
unit_src   := $(wildcard testsuite/unit/check_*.c)
oracle_src := $(wildcard testsuite/oracle/*.c)

engine_obj := $(engine_src:%.c=$(CORE)/%.o)
models_obj := $(if $(models),$(CORE)/builtin-models.o)
glue_obj   := $(glue_src:%.cc=$(BUILD)/%.o)
unit_bin   := $(unit_src:testsuite/unit/%.c=$(BUILD)/unit/%)
oracle_obj := $(oracle_src:testsuite/oracle/%.c=$(BUILD)/oracle/%.o)
oracle     := $(BUILD)/oracle/oracle
library    := $(CORE)/libescape.a
plugin     := $(BUILD)/escape.so
command    := $(BUILD)/escape
command_names := $(shell sed -n 's/^ESC_COMMAND (\(.*\))$$/\1/p' \
	         command/commands.def)
manual     := $(BUILD)/man/escape.1 $(command_names:%=$(BUILD)/man/escape-%.1) \
	      $(BUILD)/escape.bash
command_obj := $(command_src:%.c=$(BUILD)/%.o)
shared_obj := $(shared_src:%.c=$(CORE)/%.o)
pages_obj  := $(CORE)/rule-pages.o

# The plugin brings its libraries along, hidden: the compiler that loads it may
# have others of the same name, and needs nothing installed.
static_lib = $(if $(filter /%,$(shell $(CC) -print-file-name=lib$(1).a)),\
	     -l:lib$(1).a,-l$(1))
plugin_libs = -Wl,--exclude-libs,ALL $(call static_lib,jansson) \
	      $(call static_lib,z)
command_libs := -ljansson -lelf -lz
settings   := $(BUILD)/settings

.PHONY: all check check-cross check-growth check-layers check-matrix \
	check-mutants check-package check-torture clean command demo deps deps-fuzz format fuzz \
	help install install-command install-plugin need-build need-check \
	need-fuzz uninstall FORCE
.DELETE_ON_ERROR:

all: $(plugin) command

command: $(command) $(manual)

help:
	@echo 'make            build $(plugin) and $(command) for $(CC)'
	@echo 'make check      run every test; ends in "N passed, M failed"'
	@echo 'make demo       analyse a real C program and show what is said'
	@echo 'make deps       install the Debian packages that all this needs'
	@echo 'make install    honours DESTDIR, PREFIX, PLUGINDIR; also uninstall'
	@echo 'make check-layers  who may include what'
	@echo 'make check-torture  compile GCC tests with and without the plugin'
	@echo 'make check-matrix   every GCC from 11 to 16 (fetches some)'
	@echo 'make check-cross    cross compilers, as far as they are here'
	@echo 'make check-package  Debian packages, built and installed in clean roots'
	@echo 'make check-growth   count instructions as programs double'
	@echo 'make fuzz SECONDS=60  judge the plugin by random programs and random input'
	@echo 'make bench          what the plugin adds to a compile, as ratios'
	@echo 'make format     lay out the sources; make clean'
	@echo 'Settings: CC=gcc-11 CXX=g++-11 BUILD=build-11 WERROR=1 V=1'
	@echo '          FOR=aarch64-linux-gnu-gcc-12 BUILD=build-aarch64'

# ---- what must be installed -------------------------------------------------

need-build:
	@CC='$(CC)' CXX='$(CXX)' sh testsuite/need build

need-check: need-build
	@CC='$(CC)' CXX='$(CXX)' sh testsuite/need check

need-fuzz: need-build
	@CC='$(CC)' FUZZ_CC='$(FUZZ_CC)' sh testsuite/need fuzz

deps deps-fuzz:
	@CC='$(CC)' CXX='$(CXX)' sh testsuite/need $@

# ---- the build --------------------------------------------------------------

# Objects depend on the settings, so that another CC in the same folder, or
# other flags, build anew.
$(settings): FORCE | need-build
	@mkdir -p $(@D)
	@printf '%s\n' '$(CC) $(CXX) $(plugin_dir) $(WERROR)' '$(CFLAGS)' \
	  '$(CXXFLAGS)' '$(VERSION)' "$$($(CC) -v 2>&1)" \
	  $(if $(filter-out $(CC),$(FOR)),"$$($(FOR) -v 2>&1)") >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

FORCE:

$(BUILD)/engine/%.o: engine/%.c $(settings)
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(engine_flags) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(BUILD)/builtin-models.o: $(BUILD)/builtin-models.c $(settings)
	$(say) CC $<
	$(Q)$(CC) $(engine_flags) -Iengine $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(BUILD)/builtin-models.c: $(BUILD)/embed $(models)
	$(say) EMBED models
	$(Q)$(BUILD)/embed $@ $(models)

$(BUILD)/embed: models/embed.c $(library) $(settings)
	$(say) CC $<
	$(Q)$(CC) $(engine_flags) -Iengine $(CPPFLAGS) $(CFLAGS) $< $(library) \
	  -o $@

$(library): $(engine_obj)
	$(say) AR $@
	$(Q)rm -f $@
	$(Q)$$($(CC) -print-prog-name=ar) rcs $@ $^

$(BUILD)/plugin/%.o: plugin/%.cc $(settings)
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(CXX) $(glue_flags) $(CPPFLAGS) $(CXXFLAGS) -c $< -o $@

$(BUILD)/passes/%.o: passes/%.cc $(settings)
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(CXX) $(glue_flags) $(CPPFLAGS) $(CXXFLAGS) -c $< -o $@

# GCC's symbols become weak.  So a plugin that a different GCC loads gets as
# far as its own version check, and lto1, which has no C front end, can load
# it.  One variable that every GCC has stays strong, so that a compiler that
# is no GCC still refuses to load it.  A weak reference takes nothing out of an
# archive, hence the whole one.
$(BUILD)/glue.o: $(glue_obj)
	$(say) LD $@
	$(Q)$(CC) -r -nostdlib -o $@ $^
	$(Q)$(objcopy) --weaken $@

$(BUILD)/command/%.o: command/%.c $(settings)
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(engine_flags) -Iengine $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(BUILD)/embed-pages: command/tools/embed-pages.c $(library) $(settings)
	$(say) CC $<
	$(Q)$(CC) $(engine_flags) -Iengine -Icommand $(CPPFLAGS) $(CFLAGS) $< \
	  $(library) -o $@

$(BUILD)/rule-pages.c: $(BUILD)/embed-pages $(wildcard docs/rules/*.md) \
  command/page.css command/page.js
	$(say) EMBED docs/rules
	$(Q)$(BUILD)/embed-pages $@ docs/rules command

$(BUILD)/rule-pages.o: $(BUILD)/rule-pages.c $(settings)
	$(say) CC $<
	$(Q)$(CC) $(engine_flags) -Iengine -Icommand $(CPPFLAGS) $(CFLAGS) -c $< \
	  -o $@

$(command): $(command_obj) $(pages_obj) $(models_obj) $(library)
	$(say) LINK $@
	$(Q)$(CC) -o $@ $^ -Wl,-z,relro $(LDFLAGS) $(command_libs)

# Pages and completions are made of the command's own tables.
$(BUILD)/man/escape.1: $(command)
	$(say) MAN $@
	@mkdir -p $(@D)
	$(Q)$(command) --man >$@

$(BUILD)/man/escape-%.1: $(command)
	@mkdir -p $(@D)
	$(Q)$(command) --man $* >$@

$(BUILD)/escape.bash: $(command)
	$(Q)$(command) --completion >$@

$(plugin): $(BUILD)/glue.o $(shared_obj) $(pages_obj) $(models_obj) $(library)
	$(say) LINK $@
	$(Q)$(CC) -shared -o $@ -Wl,--whole-archive $^ -Wl,--no-whole-archive \
	  -Wl,--undefined=line_table -Wl,-z,relro $(LDFLAGS) $(plugin_libs)
	@if $$($(CC) -print-prog-name=nm) -D --undefined-only $@ | grep 'esc_'; \
	then echo '$@: these are nowhere defined' >&2; rm $@; exit 1; fi

-include $(engine_obj:.o=.d) $(command_obj:.o=.d) $(glue_obj:.o=.d) \
  $(unit_bin:=.d) $(oracle_obj:.o=.d) \
  $(BUILD)/builtin-models.d

# ---- tests ------------------------------------------------------------------

$(BUILD)/unit/%: testsuite/unit/%.c $(library) $(models_obj) $(settings) \
		 | need-check
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(engine_flags) -Iengine -Itestsuite/unit $(CPPFLAGS) \
	  $(CFLAGS) $$(pkg-config --cflags check) $< $(models_obj) $(library) \
	  $$(pkg-config --libs check) -o $@

# The oracle runs programs through libgccjit, whose version need not be that
# of the compiler under test.
ORACLE_CC ?= gcc

$(BUILD)/oracle/%.o: testsuite/oracle/%.c $(settings) | need-check
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(ORACLE_CC) -std=c11 -D_GNU_SOURCE $(warnings) -MMD -MP $(CPPFLAGS) \
	  $(CFLAGS) -c $< -o $@

$(oracle): $(oracle_obj)
	$(say) LINK $@
	$(Q)$(ORACLE_CC) $^ -lgccjit -o $@

# Random programs for so many SECONDS, from SEED on.
SECONDS ?= 60
SEED    ?= $(shell date +%s)000

include testsuite/fuzz/fuzz.mk

fuzz: need-check need-fuzz all $(oracle) $(fuzz_bin)
	@bash testsuite/run-fuzz $(BUILD) $(SECONDS) $(SEED) '$(CC)'

check: need-check all $(unit_bin) $(oracle)
	@CC='$(CC)' CXX='$(CXX)' MAKE='$(MAKE)' bash testsuite/run-all $(BUILD)

check-layers: need-build
	@CC='$(CC)' sh testsuite/check-layers

# The versions of GCC that this machine lacks are fetched.  MATRIX="14 16"
# chooses; see testsuite/matrix/run.
check-matrix: all
	@CC='$(CC)' bash testsuite/matrix/run $(BUILD) $(MATRIX)

# What cross compilers of this version, and -m32, say; promotion's programs run
# under qemu-user.
check-cross: all
	@CC='$(CC)' CXX='$(CXX)' bash testsuite/matrix/cross $(BUILD) $(CROSS)

# Debian packages, built and tried in clean roots (as root; 10 minutes).
# PACKAGES="trixie 12 13 14" is the release and its compilers.
check-package:
	@mkdir -p $(BUILD)
	@bash testsuite/package/run $(BUILD) $(PACKAGES)

# Long: ten deliberate bugs in the engine, each of which the oracle must find.
check-mutants: need-check all $(oracle)
	@CC='$(CC)' bash testsuite/oracle/mutate $(BUILD) $(MUTANTS)

# Long: all of GCC's own C torture tests, with and without the plugin.
check-torture: all
	@python3 testsuite/torture/run $(plugin) '$(CC)' $(TORTURE)

# Instructions executed, counted by callgrind, as programs double.
check-growth: all
	@CXX='$(CXX)' python3 testsuite/growth/run $(plugin) '$(CC)' $(GROWTH)

# What the plugin adds to a compile of SQLite: instructions and memory.
.PHONY: bench
bench: all
	@python3 testsuite/bench/cost $(plugin) '$(CC)' $(BUILD) $(BENCH)

demo: all
	@CC='$(CC)' bash examples/demo $(plugin) $(BUILD)

# ---- installing -------------------------------------------------------------

# $(1).in with the names of this installation in it.
filled = sed -e 's|@VERSION@|$(VERSION)|g' -e 's|@PREFIX@|$(PREFIX)|g' \
	 -e 's|@PLUGINDIR@|$(PLUGINDIR)|g' -e 's|@GCC@|$(FOR)|g' $(1).in
cmake_dir   = $(LIBDIR)/cmake/Escape
pkgconf_dir = $(LIBDIR)/pkgconfig

install: install-plugin install-command

install-plugin: $(plugin)
	install -d $(DESTDIR)$(PLUGINDIR) $(DESTDIR)$(LIBDIR) $(DESTDIR)$(LOADERDIR)
	install -m 644 $(plugin) $(DESTDIR)$(PLUGINDIR)/escape.so
	install -m 644 $(plugin) $(DESTDIR)$(LIBDIR)/escape.so
	install -m 644 $(plugin) $(DESTDIR)$(LOADERDIR)/escape.so

install-command: command
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR) $(DESTDIR)$(BASHDIR) \
	  $(DESTDIR)$(INCLUDEDIR) $(DESTDIR)$(DATADIR)/models/allocators \
	  $(DESTDIR)$(DOCDIR)/docs/rules $(DESTDIR)$(cmake_dir) \
	  $(DESTDIR)$(pkgconf_dir)
	install -m 755 $(command) $(DESTDIR)$(BINDIR)/escape
	install -m 644 $(filter %.1,$(manual)) $(DESTDIR)$(MANDIR)
	install -m 644 $(BUILD)/escape.bash $(DESTDIR)$(BASHDIR)/escape
	install -m 644 include/escape.h $(DESTDIR)$(INCLUDEDIR)/escape.h
	$(if $(models),install -m 644 $(models) $(DESTDIR)$(DATADIR)/models)
	install -m 644 $(allocators) $(DESTDIR)$(DATADIR)/models/allocators
	install -m 644 cmake/EscapeEnable.cmake cmake/empty.c $(DESTDIR)$(cmake_dir)
	$(call filled,cmake/EscapeConfig.cmake) \
	  >$(DESTDIR)$(cmake_dir)/EscapeConfig.cmake
	$(call filled,cmake/EscapeConfigVersion.cmake) \
	  >$(DESTDIR)$(cmake_dir)/EscapeConfigVersion.cmake
	$(call filled,cmake/escape.pc) >$(DESTDIR)$(pkgconf_dir)/escape.pc
	chmod 644 $(DESTDIR)$(cmake_dir)/* $(DESTDIR)$(pkgconf_dir)/escape.pc
	install -m 644 README.md CHANGELOG.md LICENSE $(DESTDIR)$(DOCDIR)
	install -m 644 $(wildcard docs/*.md) $(DESTDIR)$(DOCDIR)/docs
	install -m 644 $(wildcard docs/rules/*.md) $(DESTDIR)$(DOCDIR)/docs/rules

uninstall:
	rm -f $(DESTDIR)$(PLUGINDIR)/escape.so $(DESTDIR)$(LIBDIR)/escape.so \
	  $(DESTDIR)$(LOADERDIR)/escape.so $(DESTDIR)$(INCLUDEDIR)/escape.h \
	  $(DESTDIR)$(BINDIR)/escape $(DESTDIR)$(BASHDIR)/escape \
	  $(addprefix $(DESTDIR)$(MANDIR)/,$(notdir $(filter %.1,$(manual))))
	rm -f $(DESTDIR)$(pkgconf_dir)/escape.pc
	rm -rf $(DESTDIR)$(DATADIR) $(DESTDIR)$(DOCDIR) $(DESTDIR)$(cmake_dir)

# ---- housekeeping -----------------------------------------------------------

format:
	clang-format-14 -i $(wildcard engine/*.[ch] plugin/*.cc plugin/*.h \
	  command/*.[ch] \
	  passes/*.cc passes/*.h models/*.c include/*.h testsuite/unit/*.[ch] \
	  testsuite/oracle/*.[ch] testsuite/fuzz/*.[ch])

clean:
	rm -rf $(BUILD)
