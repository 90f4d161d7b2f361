/* A disk that fails on purpose: loaded before the C library, it makes the n-th call that changes a file
 * below FAULT_DIR fail. Sockets, pipes and the log of the process are left alone.
 *
 * FAULT_DIR    the directory
 * FAULT_NOTES  a file outside of it; each call that was made to fail adds a line, and each call at all
 *              where FAULT_FROM is not given
 * FAULT_FROM   the first call that fails, counted from 0 over all threads
 * FAULT_COUNT  how many fail from there on
 * FAULT_ERRNO  with which error; 0: writes are cut short and say so, other calls work
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *dir;
static size_t dir_length;
static int notes = -1;
static long from = -1, count = 1;
static int error;
static atomic_long calls;

__attribute__((constructor)) static void begin(void) {
    const char *value = getenv("FAULT_NOTES");
    dir = getenv("FAULT_DIR");
    dir_length = dir ? strlen(dir) : 0;
    if (dir && value)
        notes = syscall(SYS_openat, AT_FDCWD, value, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if ((value = getenv("FAULT_FROM"))) from = atol(value);
    if ((value = getenv("FAULT_COUNT"))) count = atol(value);
    if ((value = getenv("FAULT_ERRNO"))) error = atoi(value);
}

static int below(const char *path) {
    return dir && strncmp(path, dir, dir_length) == 0 && path[dir_length] == '/'
        && strcmp(path + dir_length, "/keeper.log") != 0;
}

/* Whether this call is to fail. */
static int falls(const char *name, const char *path) {
    long call = atomic_fetch_add(&calls, 1);
    int hit = from >= 0 && call >= from && call < from + count;
    if (notes >= 0 && (hit || from < 0)) {
        char line[512];
        int length = snprintf(line, sizeof line, "%ld %s %s\n", call, name, path + dir_length + 1);
        if (length > 0 && length < (int)sizeof line) syscall(SYS_write, notes, line, length);
    }
    return hit;
}

static int falls_fd(const char *name, int fd) {
    char link[64], path[512];
    struct stat found;
    if (!dir || fd <= 2 || fstat(fd, &found) != 0) return 0;
    if (!S_ISREG(found.st_mode) && !S_ISDIR(found.st_mode)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path) && falls(name, path);
}

static int falls_at(const char *name, const char *path) {
    return path && below(path) && falls(name, path);
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)
#define FAIL do { errno = error; return -1; } while (0)
/* Fails, or says that it did nothing wrong. */
#define REFUSE(hit) do { if ((hit) && error) FAIL; } while (0)

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (falls_fd("write", fd)) {
        if (error) FAIL;
        if (length > 1) length /= 2;
    }
    return real(fd, bytes, length);
}

ssize_t writev(int fd, const struct iovec *parts, int number) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    REFUSE(falls_fd("writev", fd));
    return real(fd, parts, number);
}

static ssize_t pwrite_(const char *name, int fd, const void *bytes, size_t length, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    if (falls_fd(name, fd)) {
        /* As on a disk that fails in the middle: a part is there. */
        if (error) { if (length > 1) real(fd, bytes, length / 2, at); FAIL; }
        if (length > 1) length /= 2;
    }
    return real(fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    return pwrite_("pwrite", fd, bytes, length, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    return pwrite_("pwrite", fd, bytes, length, at);
}

int fsync(int fd) {
    REAL(int, "fsync", int);
    REFUSE(falls_fd("fsync", fd));
    return real(fd);
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    REFUSE(falls_fd("fdatasync", fd));
    return real(fd);
}

int sync_file_range(int fd, off64_t at, off64_t length, unsigned int flags) {
    REAL(int, "sync_file_range", int, off64_t, off64_t, unsigned int);
    REFUSE(falls_fd("sync_file_range", fd));
    return real(fd, at, length, flags);
}

int ftruncate64(int fd, off64_t length) {
    REAL(int, "ftruncate64", int, off64_t);
    REFUSE(falls_fd("ftruncate", fd));
    return real(fd, length);
}

int ftruncate(int fd, off_t length) {
    return ftruncate64(fd, length);
}

int rename(const char *old, const char *new) {
    REAL(int, "rename", const char *, const char *);
    REFUSE(falls_at("rename", new));
    return real(old, new);
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    REFUSE(falls_at("unlink", path));
    return real(path);
}

int unlinkat(int fd, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    REFUSE(fd == AT_FDCWD ? falls_at("unlinkat", path) : falls_fd("unlinkat", fd));
    return real(fd, path, flags);
}

int rmdir(const char *path) {
    REAL(int, "rmdir", const char *);
    REFUSE(falls_at("rmdir", path));
    return real(path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    REFUSE(falls_at("mkdir", path));
    return real(path, mode);
}

static int open_(const char *path, int flags, mode_t mode) {
    REAL(int, "open64", const char *, int, ...);
    REFUSE((flags & (O_CREAT | O_TRUNC)) && falls_at("open", path));
    return real(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_(path, flags, mode);
}
