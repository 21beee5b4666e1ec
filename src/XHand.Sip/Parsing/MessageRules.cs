using XHand.Sip.Messages;

namespace XHand.Sip.Parsing;

/// <summary>
/// What RFC 3261 8.1.1 and 20 ask of a message's headers: what must be there, what may stand once, what has to be readable. Keeps the first thing wrong.
/// </summary>
/// <param name="text">The message, unfolded.</param>
/// <param name="entries">Its headers.</param>
/// <param name="start">Its start line.</param>
/// <param name="end">Where the headers end, for what is missing.</param>
internal ref struct MessageRules(ReadOnlySpan<byte> text, ReadOnlySpan<SipHeaderEntry> entries, StartLine start, int end)
{
    // RFC 3261 8.1.1.5: CSeq is below 2^31.
    private const uint MaxCSeq = int.MaxValue;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly ReadOnlySpan<SipHeaderEntry> _entries = entries;

    /// <summary>The first thing wrong, or null.</summary>
    public string? Reason { get; private set; }

    /// <summary>Where.</summary>
    public int Offset { get; private set; }

    /// <summary>The status to answer with.</summary>
    public int Status { get; private set; }

    /// <summary>The CSeq's number, 0 when it cannot be read.</summary>
    public uint CSeq { get; private set; }

    /// <summary>Checks; a message that <paramref name="isSound"/> so far also for what is to be refused rather than half understood.</summary>
    public void Check(bool isSound)
    {
        CheckMandatory();
        if (isSound && Reason is null && start.IsRequest)
        {
            CheckAddresses();
            CheckUriScheme();
        }
    }

    private void CheckMandatory()
    {
        int vias = 0;
        int from = -1, to = -1, callId = -1, cseq = -1, maxForwards = -1, contentLength = -1, contentType = -1;
        for (int i = 0; i < _entries.Length; i++)
        {
            switch (_entries[i].Header)
            {
                case SipHeader.Via:
                    CheckVia(i, ref vias);
                    break;
                case SipHeader.From:
                    Single(ref from, i);
                    break;
                case SipHeader.To:
                    Single(ref to, i);
                    break;
                case SipHeader.CallId:
                    Single(ref callId, i);
                    break;
                case SipHeader.CSeq:
                    Single(ref cseq, i);
                    break;
                case SipHeader.MaxForwards:
                    Single(ref maxForwards, i);
                    break;
                case SipHeader.ContentLength:
                    Single(ref contentLength, i);
                    break;
                case SipHeader.ContentType:
                    Single(ref contentType, i);
                    break;
            }
        }

        if (vias == 0)
        {
            Fail("no Via", end, 400);
        }

        CheckAddress(from, "no From");
        CheckAddress(to, "no To");
        if (callId < 0 || ValueOf(callId).IsEmpty)
        {
            Fail("no Call-ID", end, 400);
        }
        else if (ValueOf(callId).IndexOfAnyInRange((byte)0, (byte)' ') >= 0)
        {
            Fail("white space in a Call-ID", _entries[callId].ValueStart, 400);
        }

        CheckCSeq(cseq);
        if (start.IsRequest && maxForwards >= 0 && (!SipText.TryNumber(ValueOf(maxForwards), out uint hops, out _) || hops > 255))
        {
            Fail("Max-Forwards is no number from 0 to 255", _entries[maxForwards].ValueStart, 400);
        }
    }

    private void Single(ref int index, int found)
    {
        if (index < 0)
        {
            index = found;
        }
        else
        {
            Fail("a header that may stand once stands twice", _entries[found].NameStart, 400);
        }
    }

    private void CheckVia(int index, ref int vias)
    {
        var list = new CommaListReader(ValueOf(index));
        while (list.MoveNext())
        {
            if (++vias > SipParser.MaxVias)
            {
                Fail("too many Via values", _entries[index].ValueStart, 400);
                return;
            }

            // The others belong to those who put them there; the topmost is ours to use.
            if (vias == 1 && !ViaView.TryRead(list.Current, out _, out string? error))
            {
                Fail(error!, _entries[index].ValueStart, 400);
            }
        }
    }

    private void CheckAddress(int index, string missing)
    {
        if (index < 0)
        {
            Fail(missing, end, 400);
        }
        else if (!NameAddressView.TryRead(ValueOf(index), out _, out string? error))
        {
            Fail(error!, _entries[index].ValueStart, 400);
        }
    }

    private void CheckCSeq(int index)
    {
        if (index < 0)
        {
            Fail("no CSeq", end, 400);
            return;
        }

        ReadOnlySpan<byte> value = ValueOf(index);
        int white = value.IndexOfAny((byte)' ', (byte)'\t');
        if (white < 0 || !SipText.TryNumber(value[..white], out uint number, out _) || number > MaxCSeq)
        {
            Fail("CSeq has no number below 2^31", _entries[index].ValueStart, 400);
            return;
        }

        CSeq = number;
        ReadOnlySpan<byte> method = SipText.Trim(value[white..]);
        if (!SipText.IsToken(method))
        {
            Fail("CSeq has no method", _entries[index].ValueStart, 400);
        }
        else if (start.IsRequest && !method.SequenceEqual(_text[..start.MethodLength]))
        {
            Fail("CSeq and request line name different methods", _entries[index].ValueStart, 400);
        }
    }

    // Those that decide where later requests go; RFC 4475 3.1.2.1 and 3.1.2.13 want them refused here, not half understood.
    private void CheckAddresses()
    {
        int contacts = 0;
        for (int i = 0; i < _entries.Length; i++)
        {
            SipHeader header = _entries[i].Header;
            if (header is not (SipHeader.Contact or SipHeader.Route or SipHeader.RecordRoute))
            {
                continue;
            }

            ReadOnlySpan<byte> value = ValueOf(i);
            if (header == SipHeader.Contact && value.SequenceEqual("*"u8))
            {
                continue;
            }

            var list = new CommaListReader(value);
            while (list.MoveNext())
            {
                if (!NameAddressView.TryRead(list.Current, out _, out string? error))
                {
                    Fail(error!, _entries[i].ValueStart, 400);
                    return;
                }

                if (++contacts > SipParser.MaxContacts)
                {
                    Fail("too many Contact and Route values", _entries[i].ValueStart, 400);
                    return;
                }
            }
        }
    }

    private void CheckUriScheme()
    {
        if (UriView.TryRead(_text[start.Uri], out UriView uri, out _) && uri.Kind == SipUriKind.Other)
        {
            Fail("a URI scheme that we do not serve", start.Uri.Start.Value, 416);
        }
    }

    private readonly ReadOnlySpan<byte> ValueOf(int index) => _text.Slice(_entries[index].ValueStart, _entries[index].ValueLength);

    private void Fail(string reason, int offset, int status)
    {
        if (Reason is null)
        {
            (Reason, Offset, Status) = (reason, offset, status);
        }
    }
}
