namespace XHand.Sip.Parsing;

/// <summary>
/// Walks a <c>;name=value;name</c> list without allocating (RFC 3261 25.1 generic-param and uri-parameter). The same walk checks and reads.
/// </summary>
internal ref struct ParameterReader
{
    /// <summary>More on one value serve nobody and cost a lookup each.</summary>
    public const int MaxParameters = 128;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private int _count;

    /// <summary>Reads from a text that starts at the first semicolon (or white space before it), or is empty.</summary>
    public ParameterReader(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Name of the present parameter.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Its value as written, quotes and escapes included.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>True when "=" was there.</summary>
    public bool HasValue { get; private set; }

    /// <summary>What is wrong, once <see cref="MoveNext"/> has said false; null at the proper end.</summary>
    public string? Error { get; private set; }

    /// <summary>The next parameter; false at the end or on an error.</summary>
    public bool MoveNext()
    {
        _at = SipText.SkipWhite(_text, _at);
        if (_at >= _text.Length)
        {
            return false;
        }

        if (_text[_at] != ';')
        {
            return Fail("unexpected text where a parameter should start");
        }

        if (++_count > MaxParameters)
        {
            return Fail("too many parameters");
        }

        _at = SipText.SkipWhite(_text, _at + 1);
        int length = NameLength(_text[_at..]);
        if (length == 0)
        {
            return Fail("empty parameter name");
        }

        Name = _text.Slice(_at, length);
        _at = SipText.SkipWhite(_text, _at + length);
        if (_at >= _text.Length || _text[_at] != '=')
        {
            HasValue = false;
            Value = default;
            return true;
        }

        HasValue = true;
        _at = SipText.SkipWhite(_text, _at + 1);
        return ReadValue();
    }

    private bool ReadValue()
    {
        if (_at < _text.Length && _text[_at] == '"')
        {
            int end = SipText.EndOfQuoted(_text, _at);
            if (end < 0)
            {
                return Fail("unterminated quoted string in a parameter");
            }

            Value = _text[_at..end];
            _at = end;
            return true;
        }

        int length = ValueLength(_text[_at..]);
        if (length == 0)
        {
            return Fail("empty parameter value");
        }

        Value = _text.Slice(_at, length);
        _at += length;
        return true;
    }

    // A URI's names may hold a few more characters than a token (paramchar); nobody is served by refusing them elsewhere.
    private static int NameLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && text[length] is > (byte)' ' and < 0x7F and not ((byte)';' or (byte)'=' or (byte)',' or (byte)'"' or (byte)'<' or (byte)'>' or (byte)'?' or (byte)'@' or (byte)'\\'))
        {
            length++;
        }

        return length;
    }

    private static int ValueLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && text[length] is > (byte)' ' and not 0x7F and not ((byte)';' or (byte)',' or (byte)'"' or (byte)'<' or (byte)'>' or (byte)'\\'))
        {
            length++;
        }

        return length;
    }

    private bool Fail(string error)
    {
        Error = error;
        return false;
    }

    /// <summary>Walks the whole list; null when it is sound, else what is wrong.</summary>
    public static string? Check(ReadOnlySpan<byte> text)
    {
        var reader = new ParameterReader(text);
        while (reader.MoveNext())
        {
        }

        return reader.Error;
    }
}
