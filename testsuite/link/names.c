/* Equal names that are not the same thing, and one thing of two names.  */
//// every file
void by_strong (int *p);
void by_alias (int *p);
void use_ops (int *p);
void use_ops_quiet (int *p);
struct ops { void (*open) (int *); void (*close) (int *); };
extern const struct ops loud_ops, quiet_ops;
//// helper
static int *state;
static void helper (int *p) { *p = 1; state = 0; }
void other_by_helper (int *p) { helper (p); }
int read_state (void) { return *state; }
//// strong
static int *state_2;
void by_strong (int *p) { state_2 = p; }
static void helper_2 (int *p) { state_2 = p; }
void real_name (int *p) { helper_2 (p); }
void by_alias (int *p) __attribute__ ((alias ("real_name")));
int read_strong (void) { return *state_2; }
//// tables
static int *opened;
static void open_loud (int *p) { opened = p; }
static void close_loud (int *p) { *p = 0; }
static void open_quiet (int *p) { *p = 1; }
const struct ops loud_ops = { open_loud, close_loud };
const struct ops quiet_ops = { open_quiet, close_loud };
int read_opened (void) { return *opened; }
//// user
void other_by_helper (int *p);
void warn_strong (void) { int x = 0; by_strong (&x); }
void warn_alias (void) { int x = 0; by_alias (&x); }
void nowarn_helper (void) { int x = 0; other_by_helper (&x); }
void warn_loud (void) { int x = 0; loud_ops.open (&x); }
void nowarn_close (void) { int x = 0; loud_ops.close (&x); }
void nowarn_quiet (void) { int x = 0; quiet_ops.open (&x); }
