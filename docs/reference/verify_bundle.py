#!/usr/bin/env python3
"""Verifies an audit bundle offline: python3 verify_bundle.py BUNDLE [--key K] [--checkpoint C]

A second implementation of docs/reference/bundle.md, written from that page and the standards that it names, with the
standard library alone. It shares no code with `infra/anamnesis verify` and must come to the same end:
0 consistent, 1 altered (names the position or the file), 2 unreadable.
"""
import base64
import datetime
import hashlib
import json
import os
import re
import struct
import sys
import zipfile
import zlib
from decimal import Decimal

FILES = ["README.txt", "bundle.json", "log.vkey", "checkpoint.txt", "events.ndjson", "history.ndjson", "schemas.ndjson",
         "index.html", "SHA256SUMS"]
COMMENT = b"anamnesis-bundle 1 sha256:"
LEAF_TAG = b"anamnesis-leaf/v1\n"
PLACE_TAG = b"anamnesis-place/v1\n"
LONGEST_LINE = 64 << 20
SHORT_FILE = 1 << 20
MOST_FINDINGS = 20
TELLING = {"events.ndjson", "checkpoint.txt", "SHA256SUMS"}


class Unreadable(Exception):
    """What was given cannot be judged at all."""


class AlteredArchive(Exception):
    """What ends as the archive of a bundle does can no longer be opened as one."""


# RuntimeError is what zipfile says of an entry that is flagged as encrypted, and NotImplementedError is one of those.
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ArithmeticError, struct.error)
NOT_UNDERSTOOD = BROKEN + (Unreadable, ValueError, TypeError, LookupError, AttributeError)


# --- Ed25519 (RFC 8032, section 5.1.7) ---------------------------------------------------------------------------------

P = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point_add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_times(times, point):
    result = (0, 1, 1, 0)
    while times:
        if times & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        times >>= 1
    return result


def point_from(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point_from((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verifies(public, message, signature):
    a, r = point_from(public), point_from(signature[:32]) if len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = point_times(s, BASE), point_add(r, point_times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- The log: C2SP signed notes, RFC 6962 trees, leaves ----------------------------------------------------------------

def unbase64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise Unreadable("base 64 is not in its one form")
    return data


def hashes(nodes):
    """Of a path, 32 bytes each."""
    path = [unbase64(node) for node in nodes]
    if any(len(node) != 32 for node in path):
        raise Unreadable("a hash is 32 bytes")
    return path


def vkeys(text):
    """C2SP verifier keys, one a line: name, hash, kind (1 signs notes, 4 cosigns checkpoints), public key."""
    keys = []
    for line in text.decode().split("\n"):
        match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", line.strip())
        if match:
            key = unbase64(match.group(3))
            number = hashlib.sha256(match.group(1).encode() + b"\n" + key).digest()[:4]
            if len(key) != 33 or key[0] not in (1, 4) or number.hex() != match.group(2) or not point_from(key[1:]):
                raise Unreadable("a verifier key is not one, or its id is not its own")
            keys.append((match.group(1), number, key[0], key[1:]))
        elif line.strip():
            raise Unreadable("a verifier key is <name>+<id>+<key>")
    if not keys:
        raise Unreadable("no verifier key was given")
    return keys


class Note:
    """A text and who signed it."""

    def __init__(self, note):
        text, _, signatures = note.decode().rpartition("\n\n")
        if not signatures.endswith("\n"):
            raise Unreadable("a note is a text, an empty line, and signatures")
        self.text, self.signatures = (text + "\n").encode(), []
        for line in signatures[:-1].split("\n"):
            match = re.fullmatch("\u2014 ([^+\\s]+) ([A-Za-z0-9+/=]+)", line)
            if not match or len(unbase64(match[2])) < 5:
                raise Unreadable("a signature is a dash, a name and base 64")
            self.signatures.append((match[1], unbase64(match[2])))

    def is_signed_by(self, key):
        """Whether a line names the key, and none that does is false."""
        name, number, kind, public = key
        own = [signed[4:] for signer, signed in self.signatures if signer == name and signed[:4] == number]
        return bool(own) and all(self.verifies(kind, public, signed) for signed in own)

    def verifies(self, kind, public, signed):
        if kind == 1:
            return ed25519_verifies(public, self.text, signed)
        time = int.from_bytes(signed[:8], "big")
        return ed25519_verifies(public, b"cosignature/v1\ntime %d\n" % time + self.text, signed[8:])


class Checkpoint(Note):
    """Says how many leaves a log had, what their root was, when that was signed, and in which epoch of the log."""

    def __init__(self, note):
        super().__init__(note)
        told = re.fullmatch(r"([^+\s]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\ntime ([0-9TZ:.-]+)\n"
                            r"(?:epoch ([1-9][0-9]{0,18})\n)?", self.text.decode())
        if not told:
            raise Unreadable("a checkpoint is origin, size, root and time, and after epoch 0 its epoch")
        self.origin, self.size, self.time = told[1], int(told[2]), told[4]
        self.root, self.epoch = unbase64(told[3]), int(told[5] or 0)

    def is_of_the_log(self, keys):
        return any(key[2] == 1 and key[0] == self.origin and self.is_signed_by(key) for key in keys)


class BrokenStatements(Unreadable):
    """What a log states of itself is not signed by whose turn it was, or not in its order."""


class Succession:
    """What a log states of itself: which key signs which checkpoints, and how often it was set back."""

    HANDOVER = re.compile(r"anamnesis-key-handover/v1\n([^+\s]+)\nnumber ([1-9][0-9]{0,18})\nfrom (\S+)\nto (\S+)\n"
                          r"epoch (0|[1-9][0-9]{0,18})\nat (0|[1-9][0-9]{0,18}) ([A-Za-z0-9+/]{43}=)\ntime ([0-9TZ:.-]+)\n")
    EPOCH = re.compile(r"anamnesis-epoch/v1\n([^+\s]+)\nnumber ([1-9][0-9]{0,18})\nepoch ([1-9][0-9]{0,18})\n"
                       r"known (0|[1-9][0-9]{0,18}) ([A-Za-z0-9+/]{43}=)\nkept (0|[1-9][0-9]{0,18}) ([A-Za-z0-9+/]{43}=)\n"
                       r"reason ([^\n]+)\ntime ([0-9TZ:.-]+)\n")

    def __init__(self, notes, believed):
        """believed: the keys of the log that were given. Whoever believes one believes all that the statements lead to."""
        self.believed, self.handovers, self.epochs = [key for key in believed if key[2] == 1], [], []
        told = [(note, self.HANDOVER.fullmatch(note.text.decode()), self.EPOCH.fullmatch(note.text.decode()))
                for note in notes]
        if notes and not self.believed:
            raise Unreadable("no key of a log was given")
        signers = [key for key in self.believed if notes and notes[0].is_signed_by(key)]
        first = next((self.key(handover[3]) for _, handover, _ in told if handover), None)
        self.first = first or (signers or self.believed or [None])[0]
        for number, (note, handover, opened) in enumerate(told, 1):
            statement = handover or opened
            if not statement or int(statement[2]) != number or statement[1] != self.first[0] \
                    or not note.is_signed_by(self.keys()[-1]):
                raise BrokenStatements()
            self.understood(nanos, statement[statement.re.groups])
            self.hand_over(note, handover) if handover else self.open(opened)

    @staticmethod
    def understood(read, text):
        try:
            return read(text)
        except NOT_UNDERSTOOD:
            raise BrokenStatements()

    def key(self, text):
        return self.understood(lambda vkey: vkeys(vkey.encode())[0], text)

    def hand_over(self, note, handover):
        old, new, size = self.key(handover[3]), self.key(handover[4]), int(handover[6])
        before = [done[1] for done in self.handovers if done[0] == self.epoch()]
        if old != self.keys()[-1] or new == old or (new[0], new[2]) != (self.first[0], 1) or not note.is_signed_by(new) \
                or int(handover[5]) != self.epoch() or before and before[-1] > size:
            raise BrokenStatements()
        self.handovers.append((self.epoch(), size, new))

    def open(self, opened):
        reason = opened[8]
        if int(opened[3]) != self.epoch() + 1 or len(reason) > 500 or reason != reason.strip(" ") \
                or re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", reason):
            raise BrokenStatements()
        self.epochs.append({"epoch": int(opened[3]), "known": int(opened[4]), "kept": int(opened[6]), "reason": reason,
                            "time": opened[9]})

    def keys(self):
        return [self.first] + [handover[2] for handover in self.handovers]

    def epoch(self):
        return len(self.epochs)

    def key_at(self, checkpoint):
        turn = (checkpoint.epoch, checkpoint.size)
        return next((key for epoch, size, key in reversed(self.handovers) if turn > (epoch, size)), self.first)

    def signed(self, checkpoint):
        if not self.handovers and not self.epochs:
            return checkpoint.epoch == 0 and checkpoint.is_of_the_log(self.believed)
        return any(key in self.believed for key in self.keys()) and checkpoint.origin == self.first[0] \
            and checkpoint.epoch <= self.epoch() and checkpoint.is_signed_by(self.key_at(checkpoint))

    def is_followed(self, checkpoint):
        return bool(self.handovers or self.epochs) and self.key_at(checkpoint) not in self.believed

    def loss_between(self, earlier, later):
        """The epoch by which an earlier checkpoint lost most of what it covers, up to the one that a later one is of."""
        losses = [opened for opened in self.epochs if earlier.epoch < opened["epoch"] <= later.epoch
                  and earlier.size > opened["kept"]]
        return min(losses, key=lambda opened: opened["kept"], default=None)


def vkey(key):
    return f"{key[0]}+{key[1].hex()}+{base64.b64encode(bytes([key[2]]) + key[3]).decode()}"


def opening(opened):
    return f"epoch {opened['epoch']} was opened at {opened['time']}: {opened['reason']}"


def gone(first, last):
    return f"position {first} is gone" if first == last else f"positions {first} to {last} are gone"


def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def siblings(index, size):
    """The ranges of leaves, from and to, whose hashes are the path from a leaf to the root; the leaf's sibling first."""
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        ranges.append((middle, end) if index < middle else (start, middle))
        start, end = (start, middle) if index < middle else (middle, end)
    return ranges[::-1]


def root_by(index, size, leaf, path):
    """The root to which a path leads; None if it has not the length of one."""
    ranges = siblings(index, size)
    if index >= size or len(ranges) != len(path):
        return None
    root = leaf
    for (start, _), sibling in zip(ranges, path):
        root = node_hash(sibling, root) if start < index else node_hash(root, sibling)
    return root


def is_consistent(old, old_root, new, new_root, path):
    """RFC 9162, section 2.1.4.2."""
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == hashlib.sha256().digest()
    if old & (old - 1) == 0:
        path = [old_root] + path
    if not path:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def leaf_fields(leaf):
    """A leaf's columns: a length and so many bytes each, -1 for null; all numbers big-endian."""
    if not leaf.startswith(LEAF_TAG):
        raise Unreadable("a leaf begins with its tag")
    at, fields = len(LEAF_TAG), []
    while at < len(leaf):
        length = struct.unpack_from(">i", leaf, at)[0]
        fields.append(None if length == -1 else leaf[at + 4:at + 4 + length])
        at += 4 + max(length, 0)
        if length < -1 or at > len(leaf):
            raise Unreadable("a leaf's field is longer than the leaf")
    if len(fields) != 11 or len(fields[1]) != 16:
        raise Unreadable("a leaf has eleven fields, and an id of 16 bytes")
    number = lambda field: None if field is None else struct.unpack(">q", field)[0]
    text = lambda field: None if field is None else field.decode()
    ident = fields[1].hex()
    return {"position": number(fields[0]), "eventId": "-".join(
        [ident[:8], ident[8:12], ident[12:16], ident[16:20], ident[20:]]), "stream": text(fields[2]),
        "seq": number(fields[3]), "subject": text(fields[4]), "type": text(fields[5]),
        "revision": struct.unpack(">i", fields[6])[0], "occurredAt": 1000 * number(fields[7]), "recordedAt": 1000 * number(fields[8]),
        "metadata": fields[9], "payload": fields[10]}


# --- JSON --------------------------------------------------------------------------------------------------------------

def once(members):
    told = dict(members)
    if len(told) != len(members):
        raise Unreadable("a member is told twice")
    return told


def no_number(word):
    raise Unreadable(word + " is no JSON")


def parsed(text):
    return json.loads(text.decode(), object_pairs_hook=once, parse_float=Decimal, parse_constant=no_number)


def nanos(instant):
    """Nanoseconds since 1970 of an instant in UTC, as 2026-03-01T02:00:00.5Z."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?Z", instant)
    if not match:
        raise Unreadable("an instant is told as 2026-03-01T02:00:00.5Z")
    # Refuses what is no day, and no time of one.
    passed = datetime.datetime(*map(int, match.groups()[:6])) - datetime.datetime(1970, 1, 1)
    return (passed.days * 86400 + passed.seconds) * 10 ** 9 + int((match.group(7) or "").ljust(9, "0"))


def difference(stored, readable, masked, at=""):
    """Where what is readable is not what is stored; None where it is, but for what is sealed."""
    if isinstance(stored, dict) and list(stored) == ["~"] and isinstance(stored["~"], str):
        return at if masked and readable != "***" else None
    if isinstance(stored, dict) and isinstance(readable, dict):
        if set(stored) != set(readable):
            return at + "/" + min(set(stored) ^ set(readable))
        found = (difference(stored[name], readable[name], masked, at + "/" + name) for name in stored)
    elif isinstance(stored, list) and isinstance(readable, list):
        if len(stored) != len(readable):
            return at
        found = (difference(one, other, masked, f"{at}/{i}") for i, (one, other) in enumerate(zip(stored, readable)))
    else:
        kind = lambda value: "number" if type(value) in (int, Decimal) else type(value)
        return None if kind(stored) == kind(readable) and stored == readable else at
    return next((place for place in found if place is not None), None)


# --- Where the files of a bundle are ------------------------------------------------------------------------------------

class Folder:
    def __init__(self, path):
        self.path = path
        self.names = sorted(os.listdir(path))

    def open(self, name):
        path = os.path.join(self.path, name)
        if os.path.islink(path) or not os.path.isfile(path):
            raise Unreadable(name + " is no plain file")
        return open(path, "rb")

    def fault(self):
        return None


class Archive:
    def __init__(self, path):
        self.path = path
        try:
            self.zip = zipfile.ZipFile(path)
        except BROKEN + (ValueError,) as broken:
            if self.is_claimed():
                raise AlteredArchive("the archive was altered: it cannot be opened any more")
            raise Unreadable(f"{path} is no archive: {broken}")
        self.names = self.zip.namelist()
        if not TELLING & set(self.names) and self.is_claimed():
            # A length in the directory that swallows the entries behind it.
            raise AlteredArchive("the archive was altered: it cannot be opened any more")

    def is_claimed(self):
        with open(self.path, "rb") as file:
            return self.part(file, max(0, os.path.getsize(self.path) - 64 - len(COMMENT)), len(COMMENT)) == COMMENT

    def open(self, name):
        return self.zip.open(name)

    def fault(self):
        """Every byte of the archive follows from its files, but for the compressed ones, which its comment's digest holds."""
        tail = len(COMMENT) + 64
        size = os.path.getsize(self.path)
        with open(self.path, "rb") as file:
            if size < tail + 22:
                return "is cut off"
            digest, left = hashlib.sha256(), size - 64
            while left:
                part = file.read(min(left, 1 << 16))
                digest.update(part)
                left -= len(part)
            if file.read() != digest.hexdigest().encode():
                return "was altered, or packed anew: its own digest is another one"
            return None if self.is_canonical(file, size - tail - 22, tail) else "is not laid out as that of a bundle is"

    def is_canonical(self, file, end, tail):
        fixed = struct.pack("<HHHHH", 20, 0x0808, 8, 0, 20 << 9 | 1 << 5 | 1)
        directory, at = b"", 0
        for name in self.names:
            entry, encoded = self.zip.getinfo(name), name.encode()
            sizes = struct.pack("<III", entry.CRC, entry.compress_size, entry.file_size)
            local = b"PK\3\4" + fixed + bytes(12) + struct.pack("<HH", len(encoded), 0) + encoded
            directory += (b"PK\1\2" + struct.pack("<H", 20) + fixed + sizes + struct.pack("<H", len(encoded)) + bytes(12)
                          + struct.pack("<I", at) + encoded)
            if self.part(file, at, len(local)) != local:
                return False
            at += len(local) + entry.compress_size
            if self.part(file, at, 16) != b"PK\7\x08" + sizes:
                return False
            at += 16
        last = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(self.names), len(self.names), len(directory), at, tail)
        return at + len(directory) == end and self.part(file, at, len(directory)) == directory \
            and self.part(file, end, 22 + len(COMMENT)) == last + COMMENT

    @staticmethod
    def part(file, at, length):
        file.seek(at)
        return file.read(length)


def files_of(path):
    if os.path.isdir(path):
        return Folder(path)
    if os.path.isfile(path):
        return Archive(path)
    raise Unreadable("there is no " + path)


def short(files, name):
    with files.open(name) as file:
        content = file.read(SHORT_FILE + 1)
    if len(content) > SHORT_FILE:
        raise Unreadable(name + " is too long")
    return content


def lines(files, name):
    with files.open(name) as file:
        for line in iter(lambda: file.readline(LONGEST_LINE), b""):
            if not line.endswith(b"\n"):
                raise Unreadable(name + " ends within a line, or has one that is too long")
            yield line[:-1]


def proven(files):
    """The events of a bundle: index, leaf, path."""
    for line in lines(files, "events.ndjson"):
        event = parsed(line)
        if set(event) != {"position", "leaf", "path"} or type(event["position"]) is not int or event["position"] < 1:
            raise Unreadable("events.ndjson: a line is not position, leaf and path")
        yield event["position"] - 1, unbase64(event["leaf"]), hashes(event["path"])


# --- The checks ---------------------------------------------------------------------------------------------------------

def events_against(files, about, checkpoint, findings):
    """Each event leads to the root, is of the customer, and is what the readable history tells."""
    masked, before, count = about["readable"] == "masked", -1, 0
    history = lines(files, "history.ndjson")
    for index, leaf, path in proven(files):
        count += 1
        at = f"position {index + 1}"
        if index <= before:
            findings.append(f"{at} stands behind position {before + 1}")
        before = max(before, index)
        if index >= checkpoint.size:
            findings.append(f"{at} is none of the {checkpoint.size} that the checkpoint is about")
        elif root_by(index, checkpoint.size, leaf_hash(leaf), path) != checkpoint.root:
            findings.append(f"{at} was altered: event and path do not lead to the root of the checkpoint")
        line = next(history, None)
        wrong = wrong_in(leaf, index, about["customer"], line, masked)
        if wrong:
            findings.append(f"{at}: {wrong}")
        if len(findings) >= MOST_FINDINGS:
            findings.append("and perhaps more; the search was ended here")
            return count
    if next(history, None) is not None:
        findings.append("history.ndjson tells of more events than events.ndjson holds")
    return count


def wrong_in(leaf, index, customer, line, masked):
    event = leaf_fields(leaf)
    if event["position"] != index + 1 or event["subject"] != customer:
        return "the event is of another position or of another customer"
    if line is None:
        return "history.ndjson does not tell of it"
    told, metadata = parsed(line), parsed(event.pop("metadata"))
    stored = dict(event)
    event.update(actor=metadata.get("actor"), causedBy=metadata.get("causedBy"))
    if set(told) != set(event):
        raise Unreadable("history.ndjson has other members than an event")
    told["occurredAt"], told["recordedAt"] = nanos(told["occurredAt"]), nanos(told["recordedAt"])
    payload, readable = parsed(event.pop("payload")), told.pop("payload")
    place = difference(event, told, False) or difference(payload, readable, masked, "/payload")
    if place is not None:
        return f"history.ndjson tells something else than the log at {place}"
    moved = moved_values(stored, payload, metadata)
    return f"what is sealed at {moved[0]} was sealed elsewhere, and moved there" if moved else None


def moved_values(event, payload, metadata):
    """Where stands what bears the mark of another place, and what bears none beside what bears one."""
    found = sealed_values(payload, "/payload") + sealed_values(metadata, "/metadata")
    marks = [(at, text[2:text.index(".", 2)] if "." in text[2:] else None) for at, text in found]
    moved = [at for at, mark in marks if mark not in (None, place_mark(event, at))]
    return moved + [at for at, mark in marks if mark is None and any(other is not None for _, other in marks)]


def sealed_values(tree, at):
    if isinstance(tree, dict) and list(tree) == ["~"] and isinstance(tree["~"], str):
        return [(at, tree["~"])]
    members = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    name = lambda key: str(key).replace("~", "~0").replace("/", "~1")
    return [value for key, member in members for value in sealed_values(member, f"{at}/{name(key)}")]


def place_mark(event, at):
    """A pointer into the payload has nothing before it, one into the metadata that word."""
    pointer = at[len("/payload"):] if at.startswith("/payload") else at[1:]
    size = lambda text: struct.pack(">i", len(text)) + text
    place = (PLACE_TAG + bytes.fromhex(event["eventId"].replace("-", "")) + size(event["type"].encode())
             + struct.pack(">i", event["revision"]) + size(pointer.encode("utf-8", "replace")))
    return base64.urlsafe_b64encode(hashlib.sha256(place).digest()[:16]).decode().rstrip("=")


def sums_against(files, findings):
    """SHA256SUMS is written in one way, and names every other file."""
    expected = b""
    for name in FILES[:-1]:
        digest = digest_of(files, name)
        line = f"{digest}  {name}\n".encode()
        if not digest or line not in short(files, "SHA256SUMS"):
            findings.append(f"{name} is not as it was written")
        expected += line
    if not findings and short(files, "SHA256SUMS") != expected:
        findings.append("SHA256SUMS is not as it was written")


def digest_of(files, name):
    """None of what cannot be read to its end."""
    digest = hashlib.sha256()
    try:
        with files.open(name) as file:
            for part in iter(lambda: file.read(1 << 16), b""):
                digest.update(part)
    except BROKEN:
        return None
    return digest.hexdigest()


def outside(given, keys):
    """The checkpoint from outside: a note, or a bundle that was kept."""
    if os.path.isdir(given):
        kept = whole(given)
    else:
        with open(given, "rb") as file:
            note = file.read(SHORT_FILE)
        kept = whole(given) if note.startswith(b"PK\3\4") else None
    checkpoint = Checkpoint(short(kept, "checkpoint.txt") if kept else note)
    witnesses = [key for key in keys if key[2] == 4]
    if witnesses and not any(checkpoint.is_signed_by(witness) for witness in witnesses):
        raise Unreadable("the checkpoint from outside is not cosigned by a witness whose key was given")
    return checkpoint, kept


def whole(path):
    """A bundle that lost an event would accuse the other of having it."""
    try:
        kept, altered = files_of(path), []
        sums_against(kept, altered)
        if not altered and not fault_of(kept):
            return kept
    except AlteredArchive:
        pass
    raise Unreadable("the bundle that was kept is not whole itself")


def held_against(files, about, checkpoint, given, keys, log, findings):
    older, kept = outside(given, keys)
    if older.epoch > min(checkpoint.epoch, log.epoch()):
        raise Unreadable("the checkpoint from outside is of a later epoch than the bundle: get the bundle anew")
    if not log.signed(older):
        findings.append("the checkpoint from outside is signed by another key than the bundle's")
        return
    same = kept and parsed(short(kept, "bundle.json"))["customer"] == about["customer"]
    first = first_divergence(files, kept, older.size, checkpoint.size) if same else None
    loss = log.loss_between(older, checkpoint)
    if loss:
        first = first or gone(loss["kept"] + 1, older.size)
    elif older.size > checkpoint.size:
        if not first and nanos(checkpoint.time) <= nanos(older.time):
            raise Unreadable("the checkpoint from outside is younger than the bundle: get the bundle anew")
        first = first or f"{gone(checkpoint.size + 1, older.size)}, though the bundle was signed later"
    elif older.size in (0, checkpoint.size) or about["since"] == older.size:
        path = [] if older.size in (0, checkpoint.size) else hashes(about["consistency"])
        if is_consistent(older.size, older.root, checkpoint.size, checkpoint.root, path):
            if not first:
                return
        elif not first:
            own = next((index + 1 for index, _, _ in proven(files) if index < older.size), None)
            first = f"no position from 1 to {older.size} can be proven to be what it was" + (
                f"; the first of this customer is position {own}" if own else "")
    elif not first:
        raise Unreadable(f"the bundle does not say how the log grew from {older.size} events on: "
                         f"get it anew, with ?since={older.size}")
    findings.append("history was altered after the checkpoint from outside was signed: " + first
                    + (f"; the log says that {opening(loss)}" if loss else ""))


def first_divergence(files, kept, older, newer):
    """Leaf by leaf beside a bundle that was kept: the narrowest range that holds the first difference; None if there is none."""
    found = None
    old, new = proven(kept), proven(files)
    one, other = next(old, None), next(new, None)
    root = Checkpoint(short(kept, "checkpoint.txt")).root
    while (one and one[0] < newer) or (other and other[0] < older):
        index = min(event[0] for event in (one, other) if event)
        if found and index >= found[1]:
            break
        if not one or not other or one[0] != other[0]:
            what = "is missing" if one and one[0] == index else "was not there"
            start = found[0] if found else index
            return f"position {index + 1} {what}" + (f"; the first difference is from position {start + 1} on" if start < index
                                                     else "")
        if root_by(index, older, leaf_hash(one[1]), one[2]) != root:
            raise Unreadable("the bundle that was kept is not whole itself")
        hashes = dict(zip(siblings(index, older), one[2]))
        hashes[(index, index + 1)] = leaf_hash(one[1])
        others = dict(zip(siblings(index, newer), other[2]))
        others[(index, index + 1)] = leaf_hash(other[1])
        found = min((part for part in hashes if part in others and hashes[part] != others[part]), default=found)
        one, other = next(old, None), next(new, None)
    if not found:
        return None
    return f"position {found[0] + 1}" if found[1] - found[0] == 1 else \
        f"the first difference lies in positions {found[0] + 1} to {found[1]}"


def verify(bundle, key=None, given=None):
    """(findings, what to say)"""
    try:
        files, findings = files_of(bundle), []
    except AlteredArchive as altered:
        return [str(altered)], []
    if not TELLING & set(files.names):
        raise Unreadable(bundle + " is no audit bundle")
    for name in sorted(set(FILES) | set(files.names)):
        if len(findings) >= MOST_FINDINGS:
            findings.append("and perhaps more; the search was ended here")
            break
        if name not in files.names:
            findings.append(name + " is missing")
        elif name not in FILES:
            findings.append(name + " does not belong into a bundle")
        elif files.names.count(name) > 1:
            findings.append(name + " is there twice")
    try:
        said = contents(files, key, given, findings) if not findings else []
    except NOT_UNDERSTOOD as broken:
        why = str(broken) if isinstance(broken, Unreadable) else type(broken).__name__
        if not findings and not fault_of(files):
            raise Unreadable(why)
        findings.append("it cannot be read any more: " + why)
        said = []
    fault = fault_of(files)
    if fault:
        findings.append("the archive " + fault)
    return findings, said


def fault_of(files):
    """A directory with numbers that no layout can have is none."""
    try:
        return files.fault()
    except struct.error:
        return "is not laid out as that of a bundle is"


def contents(files, key, given, findings):
    sums_against(files, findings)
    about = parsed(short(files, "bundle.json"))
    if about.get("format") not in (1, 2) or type(about["format"]) is not int:
        raise Unreadable("the bundle is of a format that is not known here")
    notes = [] if about["format"] == 1 else [Note(note.encode()) for note in about["statements"]]
    if about["format"] == 2 and (type(about["statements"]) is not list or not notes):
        raise Unreadable("bundle.json has no statements")
    if not re.fullmatch("[A-Za-z0-9._-]{1,64}", about["customer"]):
        raise Unreadable("bundle.json names no customer")
    keys = vkeys(key_text(key) if key else short(files, "log.vkey"))
    checkpoint = Checkpoint(short(files, "checkpoint.txt"))
    log = succession(notes, keys, findings)
    if not log.signed(checkpoint):
        findings.append("checkpoint.txt is not signed by the log's key")
    count = events_against(files, about, checkpoint, findings)
    if given and not findings:
        held_against(files, about, checkpoint, given, keys, log, findings)
    followed = vkey(log.key_at(checkpoint)) if log.is_followed(checkpoint) else None
    return [f"{count} events of {about['customer']} are in the log {checkpoint.origin} of {checkpoint.size} events, signed "
            f"at {checkpoint.time}",
            "key: " + ("as given" if key else "the bundle's own; whoever made the bundle may have made the key: hold it "
                       "against the log's with --key"),
            *([f"key: the checkpoint is signed by another one, that the log's signed statements lead to: {followed}"]
              if followed else []),
            *(f"the log was set back: {opening(opened)}; of {opened['known']} events that it had signed {opened['kept']} were kept"
              for opened in log.epochs if opened["epoch"] <= checkpoint.epoch),
            "checkpoint: " + ("consistent with the one from outside" if given else
                              "none from outside: consistent with itself; no proof against the log's owner"),
            "not proven: that no event is left out, and what sealed fields say in clear"]


def succession(notes, keys, findings):
    try:
        return Succession(notes, keys)
    except BrokenStatements:
        findings.append("bundle.json: what the log states of itself is not signed by whose turn it was, or not in its order")
        return Succession([], keys)


def key_text(key):
    if os.path.isfile(key):
        with open(key, "rb") as file:
            return file.read(SHORT_FILE)
    return key.encode()


def printable(line):
    """What others wrote may be in it: no terminal takes any of it for a command, or turns it round."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]", "?", line)


def main(words):
    options, rest = {}, []
    words = [part for word in words for part in (word.split("=", 1) if word.startswith("--") else [word])]
    while words:
        word = words.pop(0)
        if word in ("--key", "--checkpoint") and words and word not in options:
            options[word] = words.pop(0)
        else:
            rest.append(word)
    if len(rest) != 1 or rest[0].startswith("--"):
        print("verify_bundle.py BUNDLE [--key K] [--checkpoint C]", file=sys.stderr)
        return 2
    try:
        findings, said = verify(rest[0], options.get("--key"), options.get("--checkpoint"))
    except NOT_UNDERSTOOD as unreadable:
        print("unreadable: " + printable(str(unreadable) or type(unreadable).__name__), file=sys.stderr)
        return 2
    print("ALTERED" if findings else "consistent")
    for line in findings or said:
        print("  " + printable(line))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
