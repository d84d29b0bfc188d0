/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pass.cc - our places among GCC's passes.  */

#include "pass.h"

static pass_data
data_of (const char *name, optgroup_flags_t optgroup)
{
  pass_data d = {
    SIMPLE_IPA_PASS, name, optgroup, TV_PLUGIN_RUN, 0, 0, 0, 0, 0,
  };
  return d;
}

/* The base class copies what data_of returns.  */
class escape_pass : public simple_ipa_opt_pass
{
public:
  escape_pass (const char *name, optgroup_flags_t optgroup, void (*what) (void))
      : simple_ipa_opt_pass (data_of (name, optgroup), g), run (what)
  {
  }

  unsigned int
  execute (function *) final override
  {
    if (!seen_error ())
      run ();
    return 0;
  }

private:
  void (*run) (void);
};

void
esc_pass_after (const char *plugin, const char *reference, const char *name,
                optgroup_flags_t optgroup, void (*run) (void))
{
  struct register_pass_info info;
  info.pass = new escape_pass (name, optgroup, run);
  info.reference_pass_name = reference;
  info.ref_pass_instance_number = 1;
  info.pos_op = PASS_POS_INSERT_AFTER;
  register_callback (plugin, PLUGIN_PASS_MANAGER_SETUP, NULL, &info);
}
