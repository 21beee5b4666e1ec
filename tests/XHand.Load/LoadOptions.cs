using System.Globalization;
using System.Net;

namespace XHand.Load;

/// <summary>What the generator is told on its command line: <c>--name value</c> pairs.</summary>
internal sealed record LoadOptions
{
    /// <summary>The exchange's SIP address, UDP.</summary>
    public required IPEndPoint Server { get; init; }

    /// <summary>Process whose CPU and memory are read, or 0.</summary>
    public int Pid { get; init; }

    /// <summary>Calls started a second.</summary>
    public double Rate { get; init; } = 50;

    /// <summary>How long calls are started (signalling) or measured (with RTP), in seconds.</summary>
    public double Seconds { get; init; } = 20;

    /// <summary>Calls held at once with RTP both ways; 0 means signalling only: each call ends when it is up.</summary>
    public int Calls { get; init; }

    /// <summary>First of the extensions; the lower half calls, the upper half is called.</summary>
    public int FirstExtension { get; init; } = 2000;

    /// <summary>How many extensions.</summary>
    public int Extensions { get; init; } = 100;

    /// <summary>Password of each extension, {0} being its number.</summary>
    public string Password { get; init; } = "Load-{0}-xz";

    /// <summary>Requests a second to the HTTP API beside the calls (signalling runs); 0 for none.</summary>
    public double ApiRate { get; init; }

    /// <summary>Where the HTTP API is.</summary>
    public Uri? Api { get; init; }

    /// <summary>A key of it that may read.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>What floods the exchange: "register", "invite" or "junk", at <see cref="Rate"/>; "" for calls.</summary>
    public string Flood { get; init; } = "";

    /// <summary>Addresses that the flood comes from, 1 to 10,000.</summary>
    public int Sources { get; init; } = 500;

    /// <summary>Reads the command line; throws <see cref="ArgumentException"/> that names what is wrong.</summary>
    public static LoadOptions Parse(string[] arguments)
    {
        LoadOptions options = new() { Server = new IPEndPoint(IPAddress.Loopback, 5060) };
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--server" => options with { Server = IPEndPoint.Parse(value) },
                "--pid" => options with { Pid = int.Parse(value, CultureInfo.InvariantCulture) },
                "--rate" => options with { Rate = double.Parse(value, CultureInfo.InvariantCulture) },
                "--seconds" => options with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                "--calls" => options with { Calls = int.Parse(value, CultureInfo.InvariantCulture) },
                "--first" => options with { FirstExtension = int.Parse(value, CultureInfo.InvariantCulture) },
                "--extensions" => options with { Extensions = int.Parse(value, CultureInfo.InvariantCulture) },
                "--api-rate" => options with { ApiRate = double.Parse(value, CultureInfo.InvariantCulture) },
                "--api" => options with { Api = new Uri(value) },
                "--api-key" => options with { ApiKey = value },
                "--flood" when value is "register" or "invite" or "junk" => options with { Flood = value },
                "--sources" => options with { Sources = int.Parse(value, CultureInfo.InvariantCulture) },
                "--password" => options with { Password = value },
                _ => throw new ArgumentException($"{arguments[i]} is no option."),
            };
        }

        return arguments.Length % 2 == 0 ? options : throw new ArgumentException($"{arguments[^1]} has no value.");
    }

    /// <summary>The password of one extension.</summary>
    public string PasswordOf(int extension) => Password.Replace("{0}", extension.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
