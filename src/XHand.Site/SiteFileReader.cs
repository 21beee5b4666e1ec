using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace XHand.Site;

/// <summary>Reads a site file. Never throws on bad input; nothing in it is recursive, so depth cannot hurt.</summary>
public static class SiteFileReader
{
    /// <summary>Largest file taken, in bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const string Allowed = "company, companySettings, extensions, announcements, trunks, routes, redirects";

    private static readonly string[] _later = ["ringGroups", "queues", "agents", "pauseReasons"];

    /// <summary>The file, or every problem found (at least one, at most 100).</summary>
    public static (SiteFile? File, IReadOnlyList<SiteProblem> Problems) Read(ReadOnlyMemory<byte> utf8, string fileName) =>
        Read(utf8, fileName, null);

    /// <summary>The same for a file whose secrets may be encrypted with <paramref name="secretsKey"/>.</summary>
    public static (SiteFile? File, IReadOnlyList<SiteProblem> Problems) Read(
        ReadOnlyMemory<byte> utf8, string fileName, SecretProtector? secretsKey)
    {
        SiteProblemList problems = new(fileName);
        SiteFile? file = null;
        if (utf8.Length > MaxBytes)
        {
            problems.Add(SitePath.File, SiteReasons.FileTooLarge.With(utf8.Length, MaxBytes));
        }
        else if (Encoded(utf8.Span, problems) is var text && !problems.Any)
        {
            file = Parse(text, new SiteSecretReader(secretsKey, problems), problems);
        }

        return problems.Any || file is null ? (null, problems.Problems) : (file with { Warnings = problems.Warnings }, []);
    }

    private static ReadOnlySpan<byte> Encoded(ReadOnlySpan<byte> bytes, SiteProblemList problems)
    {
        if (bytes is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..])
        {
            problems.Add(SitePath.File, SiteReasons.FileUtf16.With());
            return bytes;
        }

        ReadOnlySpan<byte> text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            problems.Add(SitePath.File, SiteReasons.FileEmpty.With());
        }
        else if (!Utf8.IsValid(text))
        {
            problems.Add(SitePath.File, SiteReasons.FileNotUtf8.With(FirstBroken(text) + bytes.Length - text.Length));
        }

        return text;
    }

    private static int FirstBroken(ReadOnlySpan<byte> text)
    {
        int offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }

    private static SiteFile? Parse(ReadOnlySpan<byte> text, SiteSecretReader secrets, SiteProblemList problems)
    {
        SiteJson json = new(text, problems);
        try
        {
            json.Read();
            SiteFile? file = Root(ref json, secrets, problems);
            json.Read();
            return file;
        }
        catch (JsonException e)
        {
            problems.Add(json.Path, BrokenJson(e, text, json.Offset));
            return null;
        }
    }

    private static SiteFile? Root(ref SiteJson json, SiteSecretReader secrets, SiteProblemList problems)
    {
        if (!json.EnterObject("a site file's one object"))
        {
            return null;
        }

        KeyRegister numbers = new("number", problems);
        SiteFile file = new("default", null, null, null);
        while (json.NextKey(out string key))
        {
            json.Path = new SitePath(key);
            switch (key)
            {
                case "company":
                    file = file with { Company = Company(ref json) };
                    break;
                case "companySettings":
                    file = file with { CompanySettings = CompanyEntryReader.Read(ref json) };
                    break;
                case "extensions":
                    file = file with
                    {
                        Extensions = Entries(
                            ref json, key, (ref SiteJson j) => ExtensionEntryReader.Read(ref j, secrets, problems), e => e.Number, numbers),
                    };
                    break;
                case "announcements":
                    file = file with
                    {
                        Announcements = Entries(
                            ref json, key, (ref SiteJson j) => AnnouncementEntryReader.Read(ref j, problems), a => a.Number, numbers),
                    };
                    break;
                case "trunks":
                    file = file with
                    {
                        Trunks = Entries(
                            ref json, key, (ref SiteJson j) => TrunkEntryReader.Read(ref j, secrets, problems), t => t.Name, new("name", problems)),
                    };
                    break;
                case "routes":
                    file = file with
                    {
                        Routes = Entries(
                            ref json, key, (ref SiteJson j) => RouteEntryReader.Read(ref j, problems), r => r.Name, new("name", problems)),
                    };
                    break;
                case "redirects":
                    file = file with
                    {
                        Redirects = Entries(
                            ref json, key, (ref SiteJson j) => RedirectEntryReader.Read(ref j, problems), r => r.Did, new("did", problems)),
                    };
                    break;
                default:
                    json.Problem(_later.Contains(key)
                        ? SiteReasons.KeyLater.With(Allowed)
                        : SiteReasons.KeyUnknown.With(Allowed));
                    json.Skip();
                    break;
            }

            json.Path = SitePath.File;
        }

        return file;
    }

    private static string Company(ref SiteJson json)
    {
        string? name = SiteFields.Line(ref json, "default", 40);
        if (name is { Length: 0 })
        {
            json.Problem(SiteReasons.CompanyEmpty.With());
        }

        return name ?? "";
    }

    private delegate T? EntryReader<T>(ref SiteJson json)
        where T : class;

    private static List<T> Entries<T>(ref SiteJson json, string kind, EntryReader<T> read, Func<T, string> key, KeyRegister keys)
        where T : class
    {
        List<T> entries = [];
        for (int i = 0; NextEntry(ref json, kind, i); i++)
        {
            if (read(ref json) is { } entry && keys.Take(key(entry), kind, i))
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private static bool NextEntry(ref SiteJson json, string kind, int index)
    {
        if (index == 0 && json.Token != JsonTokenType.StartArray)
        {
            json.Problem(SiteReasons.NotEntries.With(json.Kind()));
            json.Skip();
            return false;
        }

        json.Path = new SitePath(kind, index);
        return json.NextElement();
    }

    private static Reason BrokenJson(JsonException broken, ReadOnlySpan<byte> text, long offset)
    {
        string what = broken.Message.Split(" LineNumber:")[0];
        what = what.Contains("trailing comma", StringComparison.Ordinal) ? "a comma with nothing after it" : what.TrimEnd('.');

        // The reader stands at the last good token, so the line is that of the break or the one before.
        long line = broken.LineNumber ?? text[..(int)offset].Count((byte)'\n');
        string column = broken.BytePositionInLine is { } position ? string.Create(CultureInfo.InvariantCulture, $", byte {position + 1}") : "";
        return SiteReasons.FileBroken.With(string.Create(CultureInfo.InvariantCulture, $"line {line + 1}{column}"), SiteText.Shown(what, 200));
    }

    /// <summary>Finds what two entries are known by alike, and warns of unwise numbers.</summary>
    private sealed class KeyRegister(string field, SiteProblemList problems)
    {
        private readonly Dictionary<string, SitePath> _taken = new(StringComparer.Ordinal);

        public bool Take(string key, string kind, int index)
        {
            SitePath entry = new(kind, index);
            if (!_taken.TryAdd(key, entry))
            {
                problems.Add(entry with { Field = field }, SiteReasons.KeyTaken.With(key, field, _taken[key]));
                return false;
            }

            if (field == "number" && NumberRules.Warning(key) is { } warning)
            {
                problems.Warn(entry with { Field = field }, SiteReasons.NumberDoubted.With(key, warning));
            }

            return true;
        }
    }
}
