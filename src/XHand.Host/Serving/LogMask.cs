using System.Buffers;
using System.Text.RegularExpressions;
using Serilog.Events;
using Serilog.Formatting;

namespace XHand.Host.Serving;

/// <summary>
/// Takes what looks like a secret out of each log line. Nothing of ours logs one; an exception's text of someone else's may quote what we gave it, and what
/// a phone sends may stand in a line as it came.
/// </summary>
internal sealed partial class LogMask(ITextFormatter inner) : ITextFormatter
{
    private static readonly SearchValues<string> _signs =
        SearchValues.Create(["password", "pwd=", "secret", "response=", "cnonce=", "bearer ", "basic ", "token="], StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using StringWriter line = new();
        inner.Format(logEvent, line);
        output.Write(Of(line.ToString()));
    }

    /// <summary>The line to write.</summary>
    public static string Of(string line) => line.AsSpan().ContainsAny(_signs)
        ? Scheme().Replace(Named().Replace(line, "$1***"), "$1***")
        : line;

    // Password=..., "password": "...", response="...", token=...; quotes may be escaped by JSON.
    [GeneratedRegex(@"(\b(?:password|pwd|secret|response|cnonce|token)\\?""?\s*[=:]\s*)(?:\\?""[^""\\]*\\?""|[^\s;,&""]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"(\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
