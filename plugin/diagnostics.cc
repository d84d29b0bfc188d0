/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diagnostics.cc - findings become GCC's diagnostics.

     list.c:41:14: warning: address of local variable 'node' is left in 'head'
       when 'add_item' returns [CWE-825] [escape-global]

   with the caret, and with the finding's events as GCC's own diagnostic path.
   All wording is the engine's (message.c).  -w, -Werror, -Wsystem-headers and
   -fdiagnostics-* act as on any other warning.

   Decided here: which findings are shown (level, switches, suppressions).  Not
   decided here: anything about escapes.  */

#include "diagnostics.h"
#include "arguments.h"
#include "lower.h"
#include "pragmas.h"

const char *esc_gcc_label;

/* ---- text ---------------------------------------------------------------- */

/* Does the quote at P begin a quoted name?  */
static bool
opens_quote (const char *text, const char *p)
{
  return (p == text || p[-1] == ' ' || p[-1] == '(') && p[1] != '\0'
         && strchr (p + 1, '\'');
}

/* TEXT as a format of GCC's, in BUF: per cent signs doubled, and 'names'
   quoted as GCC quotes in this locale.  */
static const char *
as_format (const char *text, char *buf, size_t size)
{
  size_t n = 0;
  bool quoted = false;
  for (const char *p = text; *p && n + 5 < size; p++)
    if (*p == '%')
      {
        buf[n++] = '%';
        buf[n++] = '%';
      }
    else if (*p == '\'' && (quoted || opens_quote (text, p)))
      {
        quoted = !quoted;
        buf[n++] = '%';
        buf[n++] = quoted ? '<' : '>';
      }
    else
      buf[n++] = *p;
  if (quoted)
    {
      buf[n++] = '%';
      buf[n++] = '>';
    }
  buf[n] = '\0';
  return buf;
}

/* ---- declarations -------------------------------------------------------- */

typedef hash_map<int_hash<unsigned, 0, UINT_MAX>, tree> decl_map;

/* The declarations of the unit's functions by DECL_UID.  */
static void
fill_decls (decl_map *decls)
{
  cgraph_node *node;
  FOR_EACH_FUNCTION (node)
    decls->put (DECL_UID (node->decl), node->decl);
}

static tree
decl_of (decl_map *decls, const struct esc_module *m, uint32_t fn)
{
  if (fn == ESC_NONE)
    return NULL_TREE;
  tree *found = decls->get (m->fns[fn].uid);
  return found ? *found : NULL_TREE;
}

location_t
esc_finding_location (const struct esc_module *m, const struct esc_finding *f)
{
  location_t where = esc_lower_location (f->loc);
  if (where == UNKNOWN_LOCATION && f->obj)
    where = esc_lower_location (m->objs[f->obj].loc);
  if (where == UNKNOWN_LOCATION && f->fn != ESC_NONE)
    where = esc_lower_location (m->fns[f->fn].loc);
  return esc_gcc_reader_location (where);
}

/* ---- showing ------------------------------------------------------------- */

/* The most findings that are shown with their path and the source.  GCC reads
   the source anew for each line that it quotes, from up to a hundredth of the
   file before it, and for a path all between the first event and the last.  */
enum
{
  max_explained = 1000
};

/* Only an unknown callee was handed what F, at WHERE, is about.  Another unit
   may say what becomes of it, up to the end of the function.  */
static void
note_crossing (const struct esc_module *m, const struct esc_finding *f,
               location_t where)
{
  const struct esc_body *b = f->fn == ESC_NONE ? NULL : m->fns[f->fn].body;
  location_t end = b ? esc_lower_location (b->end_loc) : UNKNOWN_LOCATION;
  esc_pragmas_crossing (where, end == UNKNOWN_LOCATION ? where : end);
}

/* Is finding F, at WHERE, to be shown?  */
static bool
wanted (const struct esc_module *m, const struct esc_finding *f,
        location_t where)
{
  /* Asked first: it also gives the suppression a purpose.  */
  bool meant = esc_pragmas_reason (where, f->rule) != NULL;
  if (f->doubt & ESC_DOUBT_UNKNOWN)
    note_crossing (m, f, where);
  return !meant && !esc_settings.value[ESC_ARG_QUIET]
         && f->level <= esc_settings.value[ESC_ARG_LEVEL]
         && esc_settings.enabled[f->rule];
}

static location_t
place_of_event (const struct esc_event *e, location_t where)
{
  location_t at = esc_lower_location (e->loc);
  return at != UNKNOWN_LOCATION ? esc_gcc_reader_location (at) : where;
}

static void
add_events (simple_diagnostic_path *path, decl_map *decls,
            const struct esc_module *m, const struct esc_report *r,
            const struct esc_finding *f, location_t where)
{
  char text[512], format[1024];
  for (uint32_t i = 0; i < f->nevents; i++)
    {
      const struct esc_event *e = &r->events[f->first_event + i];
      esc_event_text (m, r, e, text, sizeof text);
      path->add_event (place_of_event (e, where), decl_of (decls, m, e->fn),
                       e->depth, as_format (text, format, sizeof format), "");
    }
}

/* Without events, say at least where the object is declared.  */
static void
note_declaration (const struct esc_module *m, const struct esc_finding *f,
                  location_t where)
{
  if (f->nevents || !f->obj)
    return;
  const struct esc_obj *o = &m->objs[f->obj];
  location_t at = esc_gcc_reader_location (esc_lower_location (o->loc));
  if (at != UNKNOWN_LOCATION && at != where && o->name)
    inform (at, "%qs declared here", esc_string (m, o->name));
}

/* Show F at WHERE, with its path if EXPLAINED.  */
static void
show_finding (decl_map *decls, const struct esc_module *m,
              const struct esc_report *r, const struct esc_finding *f,
              location_t where, bool explained)
{
  char text[512], format[1024];
  const struct esc_rule_info *rule = &esc_rules[f->rule];
  tree saved = current_function_decl;
  current_function_decl = decl_of (decls, m, f->fn);
  {
    auto_diagnostic_group group;
    gcc_rich_location richloc (where);
    esc_gcc_path events;
    if (explained && f->nevents)
      {
        add_events (&events.path, decls, m, r, f, where);
        richloc.set_path (&events.path);
      }
    esc_message (m, f, text, sizeof text);
    if (esc_gcc_warn (&richloc, rule->cwe, rule->slug,
                      esc_settings.error[f->rule],
                      as_format (text, format, sizeof format))
        && explained)
      note_declaration (m, f, where);
  }
  current_function_decl = saved;
}

void
esc_show_findings (const struct esc_module *m, const struct esc_report *r)
{
  if (!r->nfindings)
    return;
  decl_map decls;
  fill_decls (&decls);
  struct esc_gcc_style style = {};
  uint32_t shown = 0;
  for (uint32_t i = 0; i < r->nfindings; i++)
    {
      const struct esc_finding *f = &r->findings[i];
      location_t where = esc_finding_location (m, f);
      if (!wanted (m, f, where))
        continue;
      if (++shown == max_explained + 1)
        style = esc_gcc_style_brief ();
      show_finding (&decls, m, r, f, where, shown <= max_explained);
    }
  if (shown <= max_explained)
    return;
  esc_gcc_style_set (style);
  inform (UNKNOWN_LOCATION,
          "escape: only the first %d of %u findings are shown with the source "
          "and their path",
          max_explained, shown);
}

void
esc_show_warning (location_t where, int switch_, const char *text)
{
  char format[1024];
  rich_location richloc (line_table, where);
  if (esc_settings.enabled[switch_] && !esc_settings.value[ESC_ARG_QUIET])
    esc_gcc_warn (&richloc, 0, esc_switch_slug (switch_),
                  esc_settings.error[switch_],
                  as_format (text, format, sizeof format));
}
