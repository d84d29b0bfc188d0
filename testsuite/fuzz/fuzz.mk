# SPDX-License-Identifier: GPL-3.0-or-later
# fuzz.mk - the libFuzzer targets, under the address and undefined-behaviour
# sanitizers; included by the Makefile.  They need clang (FUZZ_CC).

FUZZ_CC  ?= clang
fuzz_names := $(patsubst testsuite/fuzz/fuzz-%.c,%,\
	      $(wildcard testsuite/fuzz/fuzz-*.c))
fuzz_bin := $(fuzz_names:%=$(BUILD)/fuzz/%)
fuzz_flags := -std=c11 -D_GNU_SOURCE -g -O1 $(warnings) -MMD -MP \
	      -fsanitize=address,undefined,fuzzer-no-link \
	      -fno-sanitize-recover=undefined -DESC_VERSION='"$(VERSION)"' \
	      -Iengine -Icommand -Itestsuite/fuzz
# Without the entry point, and what lists all commands.
fuzz_src := testsuite/fuzz/fuzz.c $(engine_src) \
	    $(filter-out $(addprefix command/,main.c manual.c cmd-%.c), \
	      $(command_src))
fuzz_obj := $(fuzz_src:%.c=$(BUILD)/fuzz/%.o)

$(BUILD)/fuzz/%.o: %.c $(settings)
	$(say) FUZZ $<
	@mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(fuzz_flags) -c $< -o $@

# Archives, in this order: a target takes what it needs of the command, and the
# rest of the engine.
fuzz_libs := $(BUILD)/fuzz/command.a $(BUILD)/fuzz/engine.a

$(BUILD)/fuzz/%.a:
	$(say) AR $@
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

$(BUILD)/fuzz/command.a: $(filter $(BUILD)/fuzz/command/%,$(fuzz_obj))
$(BUILD)/fuzz/engine.a: $(filter-out $(BUILD)/fuzz/command/%,$(fuzz_obj))

$(fuzz_bin): $(BUILD)/fuzz/%: $(BUILD)/fuzz/testsuite/fuzz/fuzz-%.o $(fuzz_libs) \
	     $(models_obj) $(pages_obj)
	$(say) LINK $@
	$(Q)$(FUZZ_CC) -fsanitize=fuzzer,address,undefined $^ $(command_libs) -o $@

-include $(fuzz_obj:.o=.d)
