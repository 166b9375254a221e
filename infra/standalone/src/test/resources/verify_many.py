"""Runs the verifier of the folder given once per line of standard input, an array of words; answers with a line each."""
import contextlib
import io
import json
import sys
import traceback

sys.path.insert(0, sys.argv[1])
import verify_bundle

for line in sys.stdin:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = verify_bundle.main(json.loads(line))
        except Exception:
            # What is no verdict is told as none: whoever asked compares it.
            code = 3
            traceback.print_exc()
    print(json.dumps({"code": code, "said": said.getvalue()}), flush=True)
