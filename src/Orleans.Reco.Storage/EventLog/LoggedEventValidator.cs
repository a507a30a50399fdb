namespace Orleans.Reco.Storage;

/// <summary>Keeps out of the journal what could never leave it: an event that cannot become a row would block its segment for ever.</summary>
internal static class LoggedEventValidator
{
    /// <summary>Checks the events of one append.</summary>
    /// <exception cref="RecoValidationException">A field is not allowed.</exception>
    public static void Check(IReadOnlyList<LoggedEvent> events)
    {
        foreach (var e in events)
        {
            // The tenant names a folder.
            if (RecoKey.TenantError(e.Tenant) is { } error)
            {
                throw new RecoValidationException("tenant", error);
            }

            Require("eventId", e.EventId);
            Require("user", e.User);
            Require("type", e.Type);
        }
    }

    private static void Require(string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw new RecoValidationException(field, "must not be empty");
        }
    }
}
