using System.Globalization;
using System.Text.Json;

namespace XHand.Site;

/// <summary>
/// Walks the tokens of a site file and reads typed values. What does not fit is noted with its path and skipped, so that one
/// reading finds every problem; only broken JSON ends it. Nothing here recurses.
/// </summary>
internal ref struct SiteJson(ReadOnlySpan<byte> utf8, SiteProblemList problems)
{
    /// <summary>The format needs four levels; what goes deeper than this is no site file.</summary>
    private const int MaxDepth = 8;

    /// <summary>Longest string worth looking at, in bytes; every field's own limit is far below.</summary>
    private const int MaxStringBytes = 4096;

    private readonly SiteProblemList _problems = problems;

    /// <summary>More keys than any object of the format has; beyond it the file is refused anyway, and looking for one twice would take long.</summary>
    private const int MaxKeysCompared = 32;

    // Keys met in each open object, to find one given twice.
    private readonly List<string>?[] _keys = new List<string>?[MaxDepth + 1];

    private Utf8JsonReader _reader = new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth + 2 });

    /// <summary>Where the walk is, for problems.</summary>
    public SitePath Path { get; set; } = SitePath.File;

    /// <summary>The present token.</summary>
    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Goes to the next token; false at the end. <see cref="JsonException"/> on broken JSON.</summary>
    public bool Read()
    {
        bool more = _reader.Read();
        return _reader.CurrentDepth > MaxDepth
            ? throw new JsonException($"brackets are nested deeper than {MaxDepth} levels; a site file needs four")
            : more;
    }

    /// <summary>Notes a problem at the present path.</summary>
    public readonly void Problem(Reason reason) => _problems.Add(Path, reason);

    /// <summary>Enters an object: the present token must be its opening brace, else a problem is noted and the value skipped.</summary>
    public bool EnterObject(string what)
    {
        if (Token != JsonTokenType.StartObject)
        {
            Problem(SiteReasons.NotAnObject.With(what, Kind()));
            Skip();
            return false;
        }

        (_keys[_reader.CurrentDepth] ??= []).Clear();
        return true;
    }

    /// <summary>
    /// Goes to the next key of the present object and to its value, noting a key given twice; false at the closing brace.
    /// The key is cut to 60 characters.
    /// </summary>
    public bool NextKey(out string key)
    {
        while (Read() && Token == JsonTokenType.PropertyName)
        {
            key = Key();
            List<string> seen = _keys[_reader.CurrentDepth - 1]!;
            bool twice = seen.Contains(key);
            Read();
            if (!twice)
            {
                if (seen.Count < MaxKeysCompared)
                {
                    seen.Add(key);
                }

                return true;
            }

            Problem(SiteReasons.KeyTwice.With(key));
            Skip();
        }

        key = "";
        return false;
    }

    /// <summary>Goes to the next element of the present array; false at the closing bracket.</summary>
    public bool NextElement() => Read() && Token != JsonTokenType.EndArray;

    /// <summary>A string, or null with a problem noted.</summary>
    public string? Text(string example)
    {
        if (Token != JsonTokenType.String)
        {
            ReasonForm form = Token == JsonTokenType.Number ? SiteReasons.NotQuoted : SiteReasons.NotAString;
            return Wrong<string?>(form.With(example, Kind()), null);
        }

        if (_reader.ValueSpan.Length > MaxStringBytes)
        {
            return Wrong<string?>(SiteReasons.StringTooLong.With(_reader.ValueSpan.Length), null);
        }

        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // The bytes are good UTF-8 (checked before), so an escape is half of a surrogate pair.
            return Wrong<string?>(SiteReasons.HalfCharacter.With(), null);
        }
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>, or <paramref name="otherwise"/> with a problem noted.</summary>
    public int Integer(int min, int max, int otherwise)
    {
        if (Token != JsonTokenType.Number)
        {
            return Wrong(SiteReasons.NotAWholeNumber.With(min, max, Kind()), otherwise);
        }

        return _reader.TryGetInt32(out int value) && value >= min && value <= max
            ? value
            : Wrong(SiteReasons.OutOfRange.With(min, max), otherwise);
    }

    /// <summary>true or false; false with a problem noted for anything else.</summary>
    public bool Flag() => Token switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => Wrong(SiteReasons.NotTrueOrFalse.With(Kind()), false),
    };

    /// <summary>Passes over the present value, however large.</summary>
    public void Skip()
    {
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        int depth = _reader.CurrentDepth;
        while (Read() && _reader.CurrentDepth > depth)
        {
        }
    }

    /// <summary>What the present value is, for a sentence.</summary>
    public readonly Reason Kind() => (Token switch
    {
        JsonTokenType.StartObject => SiteReasons.KindObject,
        JsonTokenType.StartArray => SiteReasons.KindList,
        JsonTokenType.String => SiteReasons.KindString,
        JsonTokenType.Number => SiteReasons.KindNumber,
        JsonTokenType.True or JsonTokenType.False => SiteReasons.KindFlag,
        JsonTokenType.Null => SiteReasons.KindNull,
        _ => SiteReasons.KindOther,
    }).With();

    /// <summary>How many bytes have been read, for problems of broken JSON.</summary>
    public readonly long Offset => _reader.BytesConsumed;

    private T Wrong<T>(Reason reason, T otherwise)
    {
        Problem(reason);
        Skip();
        return otherwise;
    }

    private readonly string Key()
    {
        const int longest = 60;
        if (_reader.ValueSpan.Length > MaxStringBytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"(a key of {_reader.ValueSpan.Length} bytes)");
        }

        try
        {
            string key = _reader.GetString()!;
            return key.Length <= longest && !key.Any(char.IsControl) ? key : SiteText.Shown(key, longest);
        }
        catch (InvalidOperationException)
        {
            return "(a broken key)";
        }
    }
}
