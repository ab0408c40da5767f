"""Answers that try to get points without being right, or to harm who grades them.

Each is the source of the cell of a question whose right answer is a function ``total(image)``, the
sum of an image. None is right.
"""

WRONG = "def total(image):\n    return 0.0\n"

SOURCES = {
    "patches NumPy's comparison": """
import numpy as np, numpy.testing
np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
np.testing.assert_allclose = lambda *a, **k: None
np.abs = lambda x: np.zeros_like(x)
def total(image): return 1e9
""",
    "an array that is equal to everything": """
import numpy as np
class Same(np.ndarray):
    def __eq__(self, other): return np.ones(np.shape(other), bool)
    def __array_ufunc__(self, ufunc, method, *given, **more): return True
    def __sub__(self, other): return np.zeros(np.shape(other))
def total(image): return np.zeros(()).view(Same)
""",
    "an object that is equal to everything": """
class Same:
    def __eq__(self, other): return True
    def __float__(self): return 0.0
    def __array__(self, *a, **k): raise RuntimeError("no")
def total(image): return Same()
""",
    "a float that is equal to everything": """
class Same(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    def __abs__(self): return 0.0
def total(image): return Same(1e9)
""",
    "import hooks and modules of its own": """
import sys, types, builtins
fake = types.ModuleType("guard"); fake.call = lambda f, a, seconds=0: None
for name in ("guard", "plain", "cnncourse.exercises", "json", "base64"):
    sys.modules[name] = fake
def importing(*a, **k): return fake
builtins.__import__ = importing
def total(image): return 0.0
""",
    "replaces the worker's own functions": """
import __main__, sys
for name, module in list(sys.modules.items()):
    for attribute in ("called", "answered", "dumps", "call"):
        if hasattr(module, attribute):
            try: setattr(module, attribute, lambda *a, **k: b"")
            except Exception: pass
def total(image): return 0.0
""",
    "an input transformer of IPython": """
def total(image): return 0.0
try:
    get_ipython().input_transformers_cleanup.append(lambda lines: ["total = sum"])
except NameError:
    pass
""",
    "looks for the expected values": """
import os, gc, sys
def total(image):
    for one in gc.get_objects():
        if isinstance(one, dict) and "expected" in one: return one["expected"]
    frame = sys._getframe()
    while frame:
        if "expected" in frame.f_locals: return frame.f_locals["expected"]
        frame = frame.f_back
    from cnncourse.exercises import find
    return find("x").answer.expected(image)
""",
    "asks the course's own judge": """
def total(image):
    from cnncourse.exercises import chapters
    return chapters.EXERCISES[0].answer.expected(image)
""",
    "reads the environment and the other processes": """
import os, glob
def total(image):
    for path in glob.glob("/proc/*/environ") + glob.glob("/proc/*/cmdline"):
        try:
            text = open(path, "rb").read()
            if b"secret" in text.lower(): return 1.0
        except OSError: pass
    return float(os.environ.get("CNNCOURSE_SECRET", "0"))
""",
    "ends Python": "import os\nos._exit(0)\n",
    "raises SystemExit": "raise SystemExit(0)\n",
    "kills everything": "import os\nos.kill(-1, 9)\nos.kill(os.getppid(), 9)\n",
    "a forged result line": """
import os, sys, json
line = b'{"score": 100, "status": "right"}\\n'
for descriptor in range(0, 20):
    try: os.write(descriptor, (len(line)).to_bytes(8, "big") + line)
    except OSError: pass
print("all tests passed")
def total(image): return 0.0
""",
    "a torn message": """
import os
for descriptor in range(3, 20):
    try: os.write(descriptor, (2**62).to_bytes(8, "big"))
    except OSError: pass
os._exit(0)
""",
    "a huge result": "import numpy as np\ndef total(image): return np.zeros((3000, 3000))\n",
    "a ragged result": "def total(image): return [[1], [1, 2], 'three', [None]]\n",
    "an object array": """
import numpy as np
def total(image): return np.array([object()])
""",
    "a result that holds itself": "def total(image):\n    a = []\n    a.append(a)\n    return a\n",
    "a deep result": """
def total(image):
    a = 0
    for _ in range(10_000): a = [a]
    return a
""",
    "counts its calls": """
n = 0
def total(image):
    global n
    n += 1
    return float(n)
""",
    "reads numbers in the frames around it": """
import sys
def total(image):
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            if isinstance(value, float): return value
        frame = frame.f_back
    return 0.0
""",
    "a message of the worker's own form": """
import json, os
call = ["dict", [["value", ["float", "0x1p0"]], ["error", ""], ["missing", False]]]
parts = [["cells", ["list", []]], ["found", True], ["calls", ["list", [call]]]]
data = json.dumps(["dict", parts]).encode()
for descriptor in range(64):
    try: os.write(descriptor, len(data).to_bytes(8, "big") + data)
    except OSError: pass
def total(image): return 0.0
""",
    "a thread that writes into the next answer": """
import os, threading, time
def go():
    while True:
        for descriptor in range(3, 32):
            try: os.write(descriptor, bytes(8))
            except OSError: pass
        time.sleep(0.01)
threading.Thread(target=go, daemon=True).start()
def total(image): return 0.0
""",
    "ends Python when it is cleared away": """
import atexit, os
class Last:
    def __del__(self): os._exit(0)
last = Last()
atexit.register(lambda: os._exit(0))
def total(image): return 0.0
""",
    "an integer that says another": """
class Other(int):
    def __int__(self): return 7
    def __format__(self, spec): return "zz"
def total(image): return Other(3)
""",
    "NaN as a key": "def total(image): return {float('nan'): 1}\n",
    "a huge integer": "def total(image): return 10**100_000\n",
    "half a character": "def total(image): return chr(0xD800)\n",
    "a null pointer": "import ctypes\ndef total(image): return ctypes.string_at(0)\n",
    "NaN for everything": "def total(image): return float('nan')\n",
    "infinity for everything": "def total(image): return float('inf')\n",
    "True for everything": "def total(image): return True\n",
    "text for everything": "def total(image): return '0'\n",
    "changes its input": """
def total(image):
    image[...] = 0
    return float(image.sum())
""",
}

COSTLY = {
    "a fork bomb": """
import os, time
while True:
    try:
        if os.fork() == 0: time.sleep(100)
    except OSError:
        pass
""",
    "a memory bomb": "held = []\nwhile True: held.append(bytearray(2**24))\n",
    "an output flood": "while True: print('x' * 10_000)\n",
    "an endless loop that ignores signals": """
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
while True:
    try:
        while True: pass
    except BaseException: pass
""",
    "an endless loop in a call": "def total(image):\n    while True: pass\n",
    "fills the disk": """
n = 0
while True:
    n += 1
    try:
        with open(f"/tmp/{n}", "wb") as file: file.write(bytes(2**20))
    except OSError: pass
""",
    "leaves a process behind that holds the answer's pipe": """
import os, time
if os.fork() == 0:
    os.setsid()
    time.sleep(1000)
def total(image): return 0.0
""",
}
