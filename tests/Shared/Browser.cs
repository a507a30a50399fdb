using Microsoft.Playwright;

namespace Orleans.Reco.Testing;

/// <summary>A headless Chromium of the system; absent on machines without one.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string? Executable =
        ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Executable is not null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
        }
    }

    /// <summary>A fresh page; skips the test where there is no browser.</summary>
    /// <param name="complaints">Fills with everything that the page's console and network complain of.</param>
    /// <param name="width">The window's width in pixels.</param>
    /// <param name="dark">Dark colours.</param>
    public async Task<IPage> OpenAsync(List<string> complaints, int width = 1360, bool dark = false)
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium at /usr/bin/chromium, /usr/bin/chromium-browser or /usr/bin/google-chrome.");
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.RequestFailed += (_, request) => complaints.Add($"{request.Url} {request.Failure}");
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
