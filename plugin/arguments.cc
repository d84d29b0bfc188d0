/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arguments.cc - reads -fplugin-arg-escape-NAME[=VALUE] by arguments.def.

   Example: `max-vla=64Ki` sets value[ESC_ARG_MAX_VLA] to 65536; `levl=audit`
   is an error that names `level`.

   Every wrong argument is reported, not only the first, and each report is an
   error, so the compilation fails before it begins.  Nothing is ignored.  */

#include "gcc-compat.h"
#include "alloc.h"
#include "arguments.h"
#include "summaries.h"

struct esc_settings esc_settings;

enum shape
{
  SHAPE_LEVEL,
  SHAPE_NOTES,
  SHAPE_RULES,
  SHAPE_BYTES,
  SHAPE_PROMOTE,
  SHAPE_COUNT,
  SHAPE_FILE,
  SHAPE_OUTPUT,
  SHAPE_FACTS,
  SHAPE_TEXT,
  SHAPE_SWITCH,
  SHAPE_FLAG,
  SHAPE_LATER
};

struct row
{
  const char *name;
  enum shape shape;
  int64_t initial;
  const char *value, *help;
};

static const struct row rows[ESC_NARGUMENTS] = {
#define ESC_ARGUMENT(ID, NAME, SHAPE, DEFAULT, VALUE, HELP)                    \
  { NAME, SHAPE_##SHAPE, DEFAULT, VALUE, HELP },
#include "arguments.def"
#undef ESC_ARGUMENT
};

static const char *plugin_name;

const char *
esc_switch_slug (int i)
{
  return i == ESC_RULE_UNUSED ? ESC_UNUSED_SLUG : esc_rules[i].slug;
}

/* Report that argument I has the bad value VALUE; WHY says what is wrong with
   it or what is allowed.  */
static void
reject (int i, const char *value, const char *why)
{
  if (value)
    error ("plugin %qs: %<%s=%s%>: %s", plugin_name, rows[i].name, value, why);
  else
    error ("plugin %qs: %qs: %s", plugin_name, rows[i].name, why);
}

/* ---- rules -------------------------------------------------------------- */

/* Set CHOSEN for every switch that PATTERN names; how many those are.  */
static int
select_pattern (const char *pattern, bool chosen[ESC_NSWITCHES])
{
  int n = 0;
  for (int i = 0; i < ESC_NSWITCHES; i++)
    if (esc_rule_matches (pattern, esc_switch_slug (i)))
      {
        chosen[i] = true;
        n++;
      }
  return n;
}

/* A static buffer that says that no rule is called NAME.  */
static const char *
no_such_rule (const char *name)
{
  static char text[1024];
  auto_vec<const char *> slugs;
  for (int i = 0; i < ESC_NSWITCHES; i++)
    slugs.safe_push (esc_switch_slug (i));
  const char *near = find_closest_string (name, &slugs);
  size_t n = snprintf (text, sizeof text, "no rule is called '%.80s'", name);
  if (near)
    n += snprintf (text + n, sizeof text - n, "; did you mean '%s'?", near);
  n += snprintf (text + n, sizeof text - n, " (allowed: all, * patterns");
  for (int i = 0; i < ESC_NSWITCHES; i++)
    n += snprintf (text + n, sizeof text - n, ", %s", esc_switch_slug (i));
  snprintf (text + n, sizeof text - n, ")");
  return text;
}

const char *
esc_rules_select (const char *list, bool chosen[ESC_NSWITCHES])
{
  char *copy = xstrdup (list);
  const char *wrong = NULL;
  for (char *p = copy, *next; p && !wrong; p = next)
    {
      next = strchr (p, ',');
      if (next)
        *next++ = '\0';
      if (!*p)
        wrong = "a rule's name is missing: RULES is a comma-separated list of"
                " names, * patterns or all";
      else if (!select_pattern (p, chosen))
        wrong = no_such_rule (p);
    }
  free (copy);
  return wrong;
}

static void
read_rules (int i, const char *value)
{
  bool chosen[ESC_NSWITCHES] = {};
  const char *wrong = esc_rules_select (value, chosen);
  if (wrong)
    {
      reject (i, value, wrong);
      return;
    }
  for (int k = 0; k < ESC_NSWITCHES; k++)
    if (chosen[k])
      {
        esc_settings.enabled[k] = i != ESC_ARG_DISABLE;
        if (i == ESC_ARG_ERROR)
          esc_settings.error[k] = true;
      }
}

/* ---- the other shapes ---------------------------------------------------- */

/* The factor that SUFFIX stands for, or 0.  */
static int64_t
suffix_factor (const char *suffix)
{
  static const struct
  {
    const char *suffix;
    int64_t factor;
  } table[] = { { "", 1 },      { "k", 1024 },        { "K", 1024 },
                { "Ki", 1024 }, { "M", 1024 * 1024 }, { "Mi", 1024 * 1024 } };
  for (size_t i = 0; i < ARRAY_SIZE (table); i++)
    if (!strcmp (suffix, table[i].suffix))
      return table[i].factor;
  return 0;
}

static void
read_bytes (int i, const char *value)
{
  char *end = NULL;
  errno = 0;
  long long n = ISDIGIT (value[0]) ? strtoll (value, &end, 10) : -1;
  int64_t factor = n >= 0 ? suffix_factor (end) : 0;
  if (factor == 0)
    reject (i, value,
            "BYTES is a decimal number, with or without a suffix k, K, Ki, M"
            " or Mi");
  else if (errno == ERANGE || n > INT64_MAX / factor)
    reject (i, value, "too large");
  else
    esc_settings.value[i] = n * factor;
}

/* What `promote` alone means.  */
#define PROMOTE_BYTES 4096

static void
read_count (int i, const char *value)
{
  char *end = NULL;
  errno = 0;
  long long n = ISDIGIT (value[0]) ? strtoll (value, &end, 10) : -1;
  if (n < 0 || *end || errno == ERANGE)
    reject (i, value, "N is a decimal number");
  else
    esc_settings.value[i] = n;
}

static void
read_level (int i, const char *value)
{
  static const char *const names[] = { "definite", "likely", "audit" };
  for (int k = 0; k < 3; k++)
    if (!strcmp (value, names[k]) || (value[0] == '1' + k && value[1] == '\0'))
      {
        esc_settings.value[i] = ESC_DEFINITE + k;
        return;
      }
  auto_vec<const char *> candidates;
  for (int k = 0; k < 3; k++)
    candidates.safe_push (names[k]);
  const char *near = find_closest_string (value, &candidates);
  char text[160];
  snprintf (text, sizeof text,
            "%s%s%slevel is definite, likely or audit (or "
            "1, 2, 3)",
            near ? "did you mean '" : "", near ? near : "", near ? "'? " : "");
  reject (i, value, text);
}

static void
read_notes (int i, const char *value)
{
  if (!value || !strcmp (value, "1"))
    esc_settings.value[i] = 1;
  else if (!strcmp (value, "2"))
    esc_settings.value[i] = 2;
  else
    reject (i, value, "write m, or m=2 for the flow too");
}

/* What fits, the findings only, or everything.  */
static void
read_facts (int i, const char *value)
{
  if (!value)
    esc_settings.value[i] = 2;
  else if (!strcmp (value, "findings"))
    esc_settings.value[i] = 1;
  else if (!strcmp (value, "all"))
    esc_settings.value[i] = 3;
  else
    reject (i, value,
            "write facts; facts=findings leaves out what only `escape link' "
            "needs, facts=all has all of it whatever its size");
}

/* The content of FILE, never freed, or NULL with errno set.  */
static char *
read_file (const char *file)
{
  FILE *f = fopen (file, "rb");
  if (!f)
    return NULL;
  size_t n = 0, cap = 4096;
  char *text = XNEWVEC (char, cap);
  for (size_t got; (got = fread (text + n, 1, cap - 1 - n, f)) > 0;)
    {
      n += got;
      if (n == cap - 1)
        text = XRESIZEVEC (char, text, cap *= 2);
    }
  text[n] = '\0';
  bool bad = ferror (f);
  if (!bad && strlen (text) != n)
    {
      errno = EILSEQ;
      bad = true;
    }
  int saved = errno;
  fclose (f);
  errno = saved;
  return bad ? NULL : text;
}

struct esc_models *
esc_settings_models (void)
{
  if (!esc_settings.models)
    {
      struct esc_text_error ignored; /* the build has checked this text */
      esc_settings.models = esc_models_new ();
      esc_models_add (esc_settings.models, esc_builtin_models, false, &ignored);
    }
  return esc_settings.models;
}

/* A model file, on its way through esc_guard.  */
struct model_text
{
  const char *text;
  bool ok;
  struct esc_text_error error;
};

static void
add_model (void *arg)
{
  struct model_text *m = (struct model_text *)arg;
  m->ok = esc_models_add (esc_settings_models (), m->text, true, &m->error);
}

static void
read_model (int i, const char *file)
{
  struct model_text m = { read_file (file), false, {} };
  if (!m.text)
    {
      reject (i, file, xstrerror (errno));
      return;
    }
  const char *failed = esc_guard (add_model, &m);
  if (failed)
    reject (i, file, failed);
  else if (!m.ok)
    error ("%s:%u:%u: %s", file, m.error.line, m.error.column, m.error.message);
}

static void
read_summaries (int i, const char *file)
{
  const char *wrong = esc_summaries_read (file);
  if (wrong)
    reject (i, file, wrong);
}

/* ---- help ---------------------------------------------------------------- */

/* The default of row R as the user would write it, in BUF.  */
static const char *
default_text (const struct row *r, char *buf, size_t size)
{
  if (r->shape == SHAPE_LEVEL)
    return " (definite)";
  if (r->shape != SHAPE_BYTES || r->initial < 0)
    return "";
  snprintf (buf, size, " (%lld)", (long long)r->initial);
  return buf;
}

/* Not to standard output: with -pipe that is the assembler.  */
static void
show_version (void)
{
  fprintf (stderr, "escape %s, for GCC %s\n", ESC_VERSION, gcc_version.basever);
}

static void
show_help (void)
{
  show_version ();
  fprintf (stderr,
           "Finds addresses that outlive their objects.\n"
           "Arguments, as -fplugin-arg-%s-NAME[=VALUE]:\n",
           plugin_name);
  for (int i = 0; i < ESC_NARGUMENTS; i++)
    if (rows[i].shape != SHAPE_LATER)
      {
        char left[64], right[32];
        bool plain = rows[i].value[0] == '\0' || rows[i].value[0] == '[';
        snprintf (left, sizeof left, "%s%s%s", rows[i].name, plain ? "" : "=",
                  rows[i].value);
        fprintf (stderr, "  %-28s %s%s\n", left, rows[i].help,
                 default_text (&rows[i], right, sizeof right));
      }
  fprintf (stderr, "BYTES takes the suffixes k, K, Ki (1024) and M, Mi.\n"
                   "Rules:\n");
  for (int i = 0; i < ESC_NRULES; i++)
    fprintf (stderr, "  %-28s %s\n", esc_rules[i].slug, esc_rules[i].title);
  fprintf (stderr, "  %-28s a suppression that suppresses nothing\n",
           ESC_UNUSED_SLUG);
}

/* ---- dispatch ------------------------------------------------------------ */

static int
find_row (const char *name)
{
  for (int i = 0; i < ESC_NARGUMENTS; i++)
    if (!strcmp (rows[i].name, name))
      return i;
  return -1;
}

static void
unknown_name (const char *name)
{
  auto_vec<const char *> names;
  char all[512] = "";
  size_t n = 0;
  for (int i = 0; i < ESC_NARGUMENTS; i++)
    if (rows[i].shape != SHAPE_LATER)
      {
        names.safe_push (rows[i].name);
        n += snprintf (all + n, sizeof all - n, "%s%s", n ? ", " : "",
                       rows[i].name);
      }
  const char *near = find_closest_string (name, &names);
  if (near)
    error ("plugin %qs has no argument %qs; did you mean %qs? (allowed: %s)",
           plugin_name, name, near, all);
  else
    error ("plugin %qs has no argument %qs (allowed: %s)", plugin_name, name,
           all);
}

static bool
takes_no_value (int i)
{
  return rows[i].shape == SHAPE_FLAG || rows[i].shape == SHAPE_SWITCH;
}

/* May argument I have the value VALUE (NULL: none) at all?  */
static bool
value_allowed (int i, const char *value)
{
  char text[128];
  const char *why = NULL;
  if (rows[i].shape == SHAPE_LATER)
    why = "not available in this version";
  else if (takes_no_value (i) && value)
    why = "takes no value";
  else if (!takes_no_value (i) && rows[i].shape != SHAPE_NOTES
           && rows[i].shape != SHAPE_FACTS
           && (rows[i].shape != SHAPE_PROMOTE || value) && (!value || !*value))
    {
      snprintf (text, sizeof text, "a value is missing: write %s=%s",
                rows[i].name, rows[i].value);
      why = text;
    }
  else if (value && strchr (value, '='))
    why = "a value cannot hold '=': GCC would cut it";
  if (why)
    reject (i, value, why);
  return !why;
}

static void
read_argument (int i, const char *value)
{
  if (!value_allowed (i, value))
    return;
  switch (rows[i].shape)
    {
    case SHAPE_LEVEL:
      read_level (i, value);
      break;
    case SHAPE_NOTES:
      read_notes (i, value);
      break;
    case SHAPE_RULES:
      read_rules (i, value);
      break;
    case SHAPE_PROMOTE:
      if (!value)
        {
          esc_settings.value[i] = PROMOTE_BYTES;
          break;
        }
      /* FALLTHRU */
    case SHAPE_BYTES:
      read_bytes (i, value);
      break;
    case SHAPE_COUNT:
      read_count (i, value);
      break;
    case SHAPE_FILE:
      if (i == ESC_ARG_SUMMARIES)
        read_summaries (i, value);
      else
        read_model (i, value);
      break;
    case SHAPE_FACTS:
      read_facts (i, value);
      break;
    case SHAPE_OUTPUT:
      esc_settings.sarif = value;
      break;
    case SHAPE_SWITCH:
      esc_settings.value[i] = 1;
      break;
    case SHAPE_FLAG:
      (i == ESC_ARG_HELP ? show_help : show_version) ();
      break;
    case SHAPE_TEXT:
    case SHAPE_LATER:
      break;
    }
}

void
esc_arguments_read (const char *name, int argc,
                    const struct plugin_argument *argv)
{
  plugin_name = name;
  for (int i = 0; i < ESC_NARGUMENTS; i++)
    esc_settings.value[i] = rows[i].initial;
  for (int i = 0; i < ESC_NSWITCHES; i++)
    esc_settings.enabled[i] = true;
  for (int k = 0; k < argc; k++)
    {
      int i = find_row (argv[k].key);
      if (i < 0)
        unknown_name (argv[k].key);
      else
        read_argument (i, argv[k].value);
    }
}

struct esc_options
esc_settings_options (void)
{
  struct esc_options o = {};
  o.level = (enum esc_level)esc_settings.value[ESC_ARG_LEVEL];
  o.notes = (int)esc_settings.value[ESC_ARG_NOTES];
  o.max_local = esc_settings.value[ESC_ARG_MAX_LOCAL];
  o.max_vla = esc_settings.value[ESC_ARG_MAX_VLA];
  return o;
}
