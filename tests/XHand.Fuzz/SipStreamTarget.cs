using XHand.Sip.Parsing;

namespace XHand.Fuzz;

/// <summary>A TCP stream: the same bytes whole and torn must give the same messages, keep-alives and end.</summary>
internal sealed class SipStreamTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "stream";

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [.. SipTexts.Messages[0], .. "\r\n\r\n"u8, .. SipTexts.Messages[3], .. SipTexts.Messages[6]],
        [.. "\r\n"u8, .. SipTexts.Messages[1], .. "\r\n\r\n\r\n\r\n\r\n"u8, .. SipTexts.Messages[2], .. SipTexts.Messages[0]],
    ];

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Words => SipTexts.Words;

    /// <inheritdoc/>
    public void Run(byte[] input)
    {
        // Where it is torn depends on the input alone, so that a failure comes back.
        var random = new FuzzRandom((ulong)input.Length + (input.Length > 0 ? input[^1] : 0UL));
        List<SipFrame> whole = [];
        var framer = new SipStreamFramer();
        framer.Append(input);
        Drain(framer, whole);

        List<SipFrame> torn = [];
        framer = new SipStreamFramer();
        for (int at = 0; at < input.Length;)
        {
            int length = Math.Min(1 + random.Next(400), input.Length - at);
            framer.Append(input.AsSpan(at, length));
            Drain(framer, torn);
            at += length;
        }

        FuzzAssert.Holds(whole.Count == torn.Count, "tearing changed the number of messages");
        for (int i = 0; i < whole.Count; i++)
        {
            FuzzAssert.Holds(whole[i].Kind == torn[i].Kind && whole[i].Message.Span.SequenceEqual(torn[i].Message.Span), "tearing changed a message");
        }
    }

    private static void Drain(SipStreamFramer framer, List<SipFrame> frames)
    {
        while (true)
        {
            SipFrame frame = framer.Next();
            if (frame.Kind == SipFrameKind.Incomplete)
            {
                return;
            }

            if (frame.Kind == SipFrameKind.Broken)
            {
                if (frames.Count == 0 || frames[^1].Kind != SipFrameKind.Broken)
                {
                    frames.Add(frame);
                }

                return;
            }

            frames.Add(frame);
        }
    }
}
