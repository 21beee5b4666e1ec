using System.Globalization;

namespace XHand.Load;

/// <summary>As much reading of SIP text as a generator needs.</summary>
internal static class Wire
{
    /// <summary>Value of the first header of this name, or "".</summary>
    public static string Header(string message, string name)
    {
        int at = message.IndexOf("\r\n" + name + ":", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return "";
        }

        int start = at + name.Length + 3;
        return message[start..message.IndexOf('\r', start)].Trim();
    }

    /// <summary>All values of a header, whole lines.</summary>
    public static string Lines(string message, string name)
    {
        List<string> lines = [];
        foreach (string line in message[..message.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n"))
        {
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            {
                lines.Add(line + "\r\n");
            }
        }

        return string.Concat(lines);
    }

    /// <summary>The value of <c>name="..."</c>.</summary>
    public static string Quoted(string text, string name)
    {
        int at = text.IndexOf(name + "=\"", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return "";
        }

        int start = at + name.Length + 2;
        return text[start..text.IndexOf('"', start)];
    }

    /// <summary>The URI between angle brackets.</summary>
    public static string Uri(string address)
    {
        int open = address.IndexOf('<', StringComparison.Ordinal);
        return open < 0 ? address : address[(open + 1)..address.IndexOf('>', open)];
    }

    /// <summary>The status of a response.</summary>
    public static int Status(string message) => int.Parse(message.AsSpan(8, 3), CultureInfo.InvariantCulture);

    /// <summary>The port of the audio line, or 0.</summary>
    public static int AudioPort(string message)
    {
        int at = message.IndexOf("m=audio ", StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(message.AsSpan(at + 8, message.IndexOf(' ', at + 8) - at - 8), CultureInfo.InvariantCulture);
    }
}
