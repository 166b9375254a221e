"""Holds the verifier of the folder given against the vectors of the file given; ends with a line of what was checked."""
import base64
import json
import sys

sys.path.insert(0, sys.argv[1])
import verify_bundle as verifier

with open(sys.argv[2], encoding="utf-8") as file:
    vectors = json.load(file)


def hashes(texts):
    return [base64.b64decode(text) for text in texts]


def same(got, expected, vector):
    if got != expected:
        sys.exit(f"{got} where {expected} is expected: {json.dumps(vector)[:300]}")


for leaf in vectors["leaves"]:
    told, fields = leaf["event"], verifier.leaf_fields(bytes.fromhex(leaf["bytes"]))
    same(base64.b64encode(verifier.leaf_hash(bytes.fromhex(leaf["bytes"]))).decode(), leaf["hash"], leaf)
    for name in ("position", "eventId", "stream", "seq", "subject", "type", "revision"):
        same(fields[name], told[name], leaf)
    for name in ("metadata", "payload"):
        same(fields[name].decode(), told[name], leaf)
    for name in ("occurredAt", "recordedAt"):
        same(fields[name], verifier.nanos(told[name]), leaf)
for one in vectors["inclusion"]:
    leaf, root = hashes([one["leaf"], one["root"]])
    same(verifier.root_by(one["index"], one["size"], leaf, hashes(one["path"])) == root, one["holds"], one)
for one in vectors["consistency"]:
    old, new = hashes([one["fromRoot"], one["toRoot"]])
    same(verifier.is_consistent(one["from"], old, one["to"], new, hashes(one["path"])), one["holds"], one)
for one in vectors["checkpoints"]:
    checkpoint = verifier.Checkpoint(one["note"].encode())
    same(checkpoint.is_of_the_log(verifier.vkeys(one["logKey"].encode())), one["signed"], one)
    same(checkpoint.is_signed_by(verifier.vkeys(one["witnessKey"].encode())[0]), one["cosigned"], one)
for one in vectors["statements"]:
    keys, notes = verifier.vkeys(one["key"].encode()), one["notes"].split("\n\n") if one["notes"] else []
    try:
        log = verifier.Succession([verifier.Note((text + "\n\n" + signed.rstrip("\n") + "\n").encode())
                                   for text, signed in zip(notes[::2], notes[1::2])], keys)
    except verifier.NOT_UNDERSTOOD:
        same(False, one["holds"], one)
        continue
    same(True, one["holds"], one)
    same([verifier.vkey(log.keys()[-1]), log.epoch()], [one["current"], one["epoch"]], one)
    for told in one["checkpoints"]:
        same(log.signed(verifier.Checkpoint(told["note"].encode())), told["signed"], told)
print(" ".join(f"{name}={len(vectors[name])}" for name in ("leaves", "inclusion", "consistency", "checkpoints", "statements")))
