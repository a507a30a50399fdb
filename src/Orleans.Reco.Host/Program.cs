using Orleans.Reco.Host;

// Settings are read once. To watch their files is to watch the content root, and with it a data folder in there: an event for each write.
var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
var options = builder.AddRecoHost();
var app = builder.Build();
app.MapRecoHost(options);
await app.RunAsync();
