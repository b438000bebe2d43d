param location string
param name string
param subnetId string
param workspaceId string

@description('True: no public side; applications are reached at staticIp from the network.')
param internal bool

@description('NFS server and shares that applications of this environment may mount.')
param shareServer string = ''

param shareAccount string = ''
param shareNames string[] = []

resource environment 'Microsoft.App/managedEnvironments@2026-01-01' = {
  name: name
  location: location
  properties: {
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: internal }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    appLogsConfiguration: { destination: 'azure-monitor' }
    zoneRedundant: false
  }
}

resource storages 'Microsoft.App/managedEnvironments/storages@2026-01-01' = [
  for share in shareNames: {
    parent: environment
    name: share
    properties: {
      nfsAzureFile: {
        server: shareServer
        shareName: '/${shareAccount}/${share}'
        accessMode: 'ReadWrite'
      }
    }
  }
]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output environmentId string = environment.id
output staticIp string = environment.properties.staticIp
output defaultDomain string = environment.properties.defaultDomain
