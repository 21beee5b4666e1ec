using System.Globalization;
using XHand.Host.Settings;
using XHand.Storage;
using XHand.Storage.Access;

namespace XHand.Host.Serving;

/// <summary>
/// Where people sign in, and how the first of them does: as <c>admin</c> with the password of the setting, or by a one-time link that is printed
/// at every start until somebody has used one. The link goes to the terminal and into no log file.
/// </summary>
internal sealed class FrontDoor(HostSettings settings, TextWriter output)
{
    private const string FirstLogin = "admin";
    private const string FirstName = "Administrator";

    private readonly Lock _lock = new();
    private string? _how;
    private bool _isSaid;

    private string Page => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{settings.HttpPort}");

    private string Pages => $"  Web pages     {Page}/";

    /// <summary>Makes the first administrator or the link, when there is no user yet.</summary>
    public async Task PrepareAsync(AccessStores access, CancellationToken cancellation)
    {
        if (settings.AdminPassword is { } password && !await access.Users.AnyAsync(cancellation))
        {
            UserEntry first = new(FirstLogin, FirstName, "", "pt-BR", [RoleName.Administrator], true);
            await access.Users.MakeFirstAsync(first, PasswordHash.Make(password), AuditActor.System, cancellation);
        }

        OneTimeLink? link = await access.Links.MakeSetUpAsync(cancellation);
        string how = link is null
            ? Pages
            : $"  First start   {Page}/set-up?token={link.Token}\n                makes the administrator; it works once, until {link.ExpiresAt.LocalDateTime:yyyy-MM-dd HH:mm}";
        bool isLate;
        lock (_lock)
        {
            _how = how;
            isLate = _isSaid;
        }

        // The system was serving from the copy on disk already when the database came.
        if (isLate && link is not null)
        {
            await output.WriteLineAsync(how);
            await output.FlushAsync(cancellation);
        }
    }

    /// <summary>Prints it. With the database not reached yet only the address; a link then follows.</summary>
    public async Task SayAsync()
    {
        string how;
        lock (_lock)
        {
            _isSaid = true;
            how = _how ?? Pages;
        }

        await output.WriteLineAsync(how);
    }
}
