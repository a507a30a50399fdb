// What a cluster needs in Azure: an AKS cluster with a pool for silos and one for GPUs, Redis, blob accounts, and an identity that may
// use them.
//   az group create -n reco -l westeurope
//   az deployment group create -g reco -f deploy/azure/main.bicep
targetScope = 'resourceGroup'

@description('Beginning of all names. 3 to 11 of a-z and 0-9.')
@minLength(3)
@maxLength(11)
param name string = 'reco'

param location string = resourceGroup().location

@description('Blob accounts that grain states are spread over. One takes about 20,000 requests a second. Never change the order of a cluster in use.')
@minValue(1)
@maxValue(10)
param blobAccounts int = 2

@description('Machine size of serving, web and training silos.')
param siloVmSize string = 'Standard_D4ds_v5'

@minValue(3)
param siloNodes int = 3

@description('Most silo nodes that the pool grows to by itself.')
param maxSiloNodes int = 20

@description('Machine size of GPU scoring silos.')
param gpuVmSize string = 'Standard_NC4as_T4_v3'

@description('GPU nodes; 0 scores on the CPU.')
param gpuNodes int = 0

var suffix = uniqueString(resourceGroup().id)
var blobDataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-silo'
  location: location
}

// The pods' service account acts as the identity: no key, no connection string.
resource federation 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
  parent: identity
  name: 'reco'
  properties: {
    issuer: cluster.properties.oidcIssuerProfile.issuerURL
    subject: 'system:serviceaccount:reco:reco'
    audiences: ['api://AzureADTokenExchange']
  }
}

resource accounts 'Microsoft.Storage/storageAccounts@2023-05-01' = [for i in range(0, blobAccounts): {
  name: take('${name}${i}${suffix}', 24)
  location: location
  sku: { name: 'Standard_ZRS' }
  kind: 'StorageV2'
  properties: {
    minimumTlsVersion: 'TLS1_2'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    supportsHttpsTrafficOnly: true
  }
}]

resource blobServices 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = [for i in range(0, blobAccounts): {
  parent: accounts[i]
  name: 'default'
  properties: {
    // A state that was cleared by mistake can be brought back for a week.
    deleteRetentionPolicy: { enabled: true, days: 7 }
  }
}]

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [for i in range(0, blobAccounts): {
  parent: blobServices[i]
  name: 'grainstate'
}]

// Event log and model bundles: files of some megabytes and few requests, in the first account.
resource fileContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [for container in ['events', 'bundles']: {
  parent: blobServices[0]
  name: container
}]

resource blobAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for i in range(0, blobAccounts): {
  name: guid(accounts[i].id, identity.id, blobDataContributor)
  scope: accounts[i]
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: blobDataContributor
  }
}]

// The table of silos and the reminders: small, but every silo asks for it. Written to disk, two copies.
resource redis 'Microsoft.Cache/redis@2024-03-01' = {
  name: '${name}-${suffix}'
  location: location
  properties: {
    sku: { name: 'Standard', family: 'C', capacity: 1 }
    enableNonSslPort: false
    minimumTlsVersion: '1.2'
  }
}

resource cluster 'Microsoft.ContainerService/managedClusters@2024-05-01' = {
  name: name
  location: location
  identity: { type: 'SystemAssigned' }
  properties: {
    dnsPrefix: name
    oidcIssuerProfile: { enabled: true }
    securityProfile: { workloadIdentity: { enabled: true } }
    networkProfile: { networkPlugin: 'azure', networkPolicy: 'azure' }
    agentPoolProfiles: [
      {
        name: 'silos'
        mode: 'System'
        vmSize: siloVmSize
        count: siloNodes
        enableAutoScaling: true
        minCount: siloNodes
        maxCount: maxSiloNodes
        osDiskType: 'Ephemeral'
        availabilityZones: ['1', '2', '3']
      }
    ]
  }
}

resource gpuPool 'Microsoft.ContainerService/managedClusters/agentPools@2024-05-01' = if (gpuNodes > 0) {
  parent: cluster
  name: 'gpu'
  properties: {
    mode: 'User'
    vmSize: gpuVmSize
    count: gpuNodes
    nodeLabels: { 'reco/pool': 'gpu' }
    nodeTaints: ['nvidia.com/gpu=present:NoSchedule']
  }
}

@description('For Reco__Connections__Blobs__0, 1, … in this order.')
output blobEndpoints array = [for i in range(0, blobAccounts): accounts[i].properties.primaryEndpoints.blob]

@description('For the annotation azure.workload.identity/client-id of the service account.')
output identityClientId string = identity.properties.clientId

@description('For Reco__Connections__Redis, with the key of: az redis list-keys.')
output redisHost string = '${redis.properties.hostName}:${redis.properties.sslPort},ssl=true'
