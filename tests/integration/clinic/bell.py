"""The bell of the wall board, as it was made: two struck notes that die away. Written again by running this file."""

import io
import math
import struct
import wave
from pathlib import Path

FILE = Path(__file__).parents[3] / "src/ashi/clinic/static/clinic/bell.wav"
RATE, SECONDS = 11025, 1.6
NOTES = ((0.0, 784.0), (0.35, 587.33))  # seconds, hertz: G and the D below it
PARTIALS = ((1.0, 0.6), (2.76, 0.25), (5.4, 0.1))  # of a struck bar


def sample(second: float) -> float:
    struck = [(second - at, hertz) for at, hertz in NOTES if second >= at]
    return sum(
        share * math.exp(-4 * since * ratio**0.5) * math.sin(2 * math.pi * hertz * ratio * since)
        for since, hertz in struck
        for ratio, share in PARTIALS
    )


def bell() -> bytes:
    frames = [round(max(-1.0, min(1.0, sample(at / RATE) * 0.8)) * 32000) for at in range(int(RATE * SECONDS))]
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(frames)}h", *frames))
    return held.getvalue()


if __name__ == "__main__":
    FILE.write_bytes(bell())
