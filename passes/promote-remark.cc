/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote-remark.cc - what is said of each decision of promotion.

       -fopt-info-optimized   f.c:3:13: optimized: moved to the stack: malloc,
                              24 bytes
       -fopt-info-missed      f.c:9:13: missed: malloc stays on the heap: it is
                              returned
       m                      the same as notes

   Invariants: one remark for each allocation that the code has after
   inlining; what is in a system header is not spoken of.  */

#include "promote-internal.h"
#include "arguments.h"

static void
moved_text (const struct esc_promote_site *s, const char *name, char *buf,
            size_t size)
{
  unsigned long long n = s->bytes;
  if (s->site->fixed)
    snprintf (buf, size, "moved to the stack: %s, %llu bytes", name, n);
  else if (s->site->pool)
    snprintf (buf, size,
              "moved to the stack: %s, while there is room in %llu bytes", name,
              n);
  else
    snprintf (buf, size,
              "moved to the stack: %s, while it is at most %llu bytes", name,
              n);
}

/* Remarks carry a newline, notes do not.  */
static void
say (location_t loc, bool moved, const char *text)
{
  if (dump_enabled_p ())
    dump_printf_loc (moved ? MSG_OPTIMIZED_LOCATIONS : MSG_MISSED_OPTIMIZATION,
                     dump_user_location_t::from_location_t (loc), "%s\n", text);
  if (esc_settings.value[ESC_ARG_NOTES])
    {
      struct esc_gcc_style old = esc_gcc_style_brief ();
      inform (loc, "%s", text);
      esc_gcc_style_set (old);
    }
}

void
esc_promote_say (struct esc_promote *p)
{
  char text[400], reason[300];
  for (uint32_t i = 0; i < p->heap.nsites; i++)
    {
      const struct esc_promote_site *s = &p->sites[i];
      esc_heap_reason (p->m, s->site, reason, sizeof reason);
      if (s->call)
        esc_promote_check_demand (s, reason);
      if (!s->call || in_system_header_at (s->loc))
        continue;
      const char *name = s->name;
      if (s->site->chosen)
        moved_text (s, name, text, sizeof text);
      else
        snprintf (text, sizeof text, "%s stays on the heap: %s", name, reason);
      say (s->loc, s->site->chosen, text);
    }
}

void
esc_promote_say_off (const char *why)
{
  inform (UNKNOWN_LOCATION, "escape: %<promote%> does nothing: %s", why);
}
